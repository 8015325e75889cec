using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;

namespace Inkling.Lab.Tests.Reading;

public class ReadingAddressTests
{
    [Fact]
    public void A_link_restores_the_image_the_label_and_what_is_looked_at()
    {
        var reading = new DigitReading(Networks.Named("mlp"));
        reading.Read(Networks.Seven);
        reading.Inspection.Label = 4;
        reading.Inspection.Go(new Focus(1, 17));
        var query = ReadingAddress.Of(reading, ["mlp"], ["zoom", "attack"]).Query;
        query.Length.ShouldBeLessThan(1200);

        var address = ReadingAddress.Parse(query);
        address.Model.ShouldBe("mlp");
        address.Open.ShouldBe(["zoom", "attack"]);
        var other = new DigitReading(Networks.Named("mlp"));
        address.Restore(other);
        other.Pixels.ToArray().ShouldBe(reading.Pixels.ToArray());
        other.Prediction!.Logits.ToArray().ShouldBe(reading.Prediction!.Logits.ToArray());
        other.Inspection.Label.ShouldBe(4);
        other.Inspection.Focus.ShouldBe(new Focus(1, 17));
        ReadingAddress.Of(other, ["mlp"], ["zoom", "attack"]).Query.ShouldBe(query);
    }

    [Fact]
    public void An_image_without_any_regularity_fits_into_an_address()
    {
        var pixels = new byte[784];
        new Random(1).NextBytes(pixels);
        var query = new ReadingAddress { Image = pixels }.Query;
        query.Length.ShouldBeLessThan(1100);
        ReadingAddress.Parse(query).Image.ToArray().ShouldBe(pixels);
    }

    [Fact]
    public void A_model_that_was_opened_from_a_file_has_no_name_in_an_address()
    {
        var reading = new DigitReading(Networks.Named("mlp"));
        ReadingAddress.Of(reading, ["pretrained"], ReadingPanels.OpenAtFirst).Query.ShouldBe("");
    }

    [Theory]
    [InlineData("?image=AAAA", "address: the image is damaged, expected 784 bytes, compressed with Deflate, in Base64url")]
    [InlineData("?image=!", "address: the image is damaged, expected 784 bytes, compressed with Deflate, in Base64url")]
    [InlineData("?image=", "address: the image is damaged, expected 784 bytes, compressed with Deflate, in Base64url")]
    [InlineData("?layer=-1", "address: layer=-1, expected a whole number")]
    [InlineData("?value=x", "address: value=x, expected a whole number")]
    [InlineData(
        "?open=zoom,roof", "address: open=roof, expected of: preparation, activations, zoom, backward, edits, attack, attribution")]
    [InlineData("?wrong=1", "address: nothing is called 'wrong', expected one of: model, image, label, layer, value, input, open")]
    public void A_damaged_address_is_one_line(string query, string message) =>
        Should.Throw<ArgumentException>(() => ReadingAddress.Parse(query)).Message.ShouldBe(message);

    [Theory]
    [InlineData(null, 4, null, null, "address: layer=4, expected 0 to 2 with this model")]
    [InlineData(null, 2, 10, null, "address: value=10, expected 0 to 9 with this model")]
    [InlineData(null, 1, null, 784, "address: input=784, expected 0 to 783 with this model")]
    [InlineData(10, null, null, null, "address: label=10, expected 0 to 9 with this model")]
    public void What_a_model_does_not_have_is_one_line(int? label, int? layer, int? value, int? input, string message)
    {
        var address = new ReadingAddress { Image = new byte[784], Label = label, Focus = new Focus(layer, value, input) };
        Should.Throw<ArgumentException>(() => address.Restore(new DigitReading(Networks.Named("linear")))).Message.ShouldBe(message);
    }
}
