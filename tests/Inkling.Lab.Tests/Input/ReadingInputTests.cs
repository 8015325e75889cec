using Inkling.Data;
using Inkling.Formats;
using Inkling.Lab.Hosting;
using Inkling.Lab.Input;
using Inkling.Lab.Reading;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Tests.Input;

public class ReadingInputTests
{
    private static readonly ImageDataset s_digits = Handwriting.Test(30);

    private readonly DigitReading _reading = new(Networks.Named("mlp"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(29, 29)]
    [InlineData(30, 0)]
    [InlineData(-1, 29)]
    public void A_digit_of_the_data_set_is_read_as_it_is_with_its_label(int index, int expected)
    {
        var input = Input();
        var picture = input.ShowDigit(index);
        input.Index.ShouldBe(expected);
        _reading.Pixels.ToArray().ShouldBe(s_digits.Image(expected).ToArray());
        _reading.Label.ShouldBe(s_digits.Labels[expected]);
        _reading.Preparation.ShouldBeNull();
        picture.Pixels.ShouldBe(_reading.Pixels.ToArray().Select(ink => (byte)(255 - ink)));
    }

    [Fact]
    public async Task A_picture_is_decoded_by_the_host_and_prepared()
    {
        var picture = await Input().OpenAsync("seven.png", [0x89, (byte)'P']);
        picture.ShouldBeSameAs(Networks.Seven);
        _reading.Pixels.ToArray().ShouldBe(DigitPreparation.Prepare(Networks.Seven));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("cnn")]
    [InlineData("threes-sevens")]
    public async Task A_model_file_is_read_with_from_then_on(string name)
    {
        _reading.Read(Networks.Seven);
        var saved = Networks.Named(name);
        (await Input().OpenAsync("mine.safetensors", Networks.FileOf(saved.Model))).ShouldBeNull();
        _reading.Source.Name.ShouldBe("mine.safetensors");
        _reading.Prediction!.Logits.ToArray()
            .ShouldBe(new Predictor(saved.Model).Predict(_reading.Image.Span).Logits.ToArray());
    }

    [Fact]
    public async Task A_damaged_model_file_is_refused_in_one_line_and_the_model_stays()
    {
        var before = _reading.Source;
        var content = Networks.FileOf(Networks.Named("linear").Model);
        content[^1] ^= 1;
        (await Should.ThrowAsync<InvalidDataException>(() => Input().OpenAsync("mine\n.safetensors", content))).Message
            .ShouldStartWith("mine.safetensors: damaged");
        _reading.Source.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task A_model_for_other_images_is_refused_and_the_model_stays()
    {
        var before = _reading.Source;
        var model = new TrainedModel("linear", ModelCatalog.Create("linear", 8, 8), before.Model.ClassNames, 8, 8);
        (await Should.ThrowAsync<InvalidDataException>(() => Input().OpenAsync("small.safetensors", Networks.FileOf(model)))).Message
            .ShouldStartWith("small.safetensors: a model for images of 8x8");
        _reading.Source.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task The_images_of_an_IDX_file_become_the_data_set_without_labels()
    {
        var images = Handwriting.Test(300, seed: 2);
        using var file = new MemoryStream();
        Idx.Write(file, [300, 28, 28], images.Pixels);
        var input = Input();
        await input.OpenAsync("mine-images-idx3-ubyte", file.ToArray());
        (input.Digits.Name, input.Digits.Count, input.Index).ShouldBe(("mine-images-idx3-ubyte", 300, 0));
        input.ShowDigit(299);
        _reading.Pixels.ToArray().ShouldBe(images.Image(299).ToArray());
        _reading.Label.ShouldBeNull();
    }

    [Fact]
    public async Task An_IDX_file_without_images_is_refused_and_the_data_set_stays()
    {
        byte[] file = [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28];
        var input = Input();
        (await Should.ThrowAsync<InvalidDataException>(() => input.OpenAsync("none-idx3-ubyte", file))).Message
            .ShouldStartWith("none-idx3-ubyte: ");
        input.Digits.ShouldBeSameAs(s_digits);
    }

    private ReadingInput Input() => new(_reading, new SevenReader(), s_digits);

    /// <summary>Decodes every file as the same seven.</summary>
    private sealed class SevenReader : IPictureReader
    {
        public Task<GrayImage> ReadAsync(byte[] content, string name) => Task.FromResult(Networks.Seven);
    }
}
