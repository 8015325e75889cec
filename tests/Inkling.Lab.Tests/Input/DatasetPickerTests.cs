using Bunit;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Input;
using Inkling.Lab.Reading;
using Inkling.Pictures;

namespace Inkling.Lab.Tests.Input;

public class DatasetPickerTests
{
    [Fact]
    public void Buttons_and_an_index_choose_the_digit_that_is_read()
    {
        using var context = new BunitContext();
        var digits = Handwriting.Test(20);
        var reading = new DigitReading(Networks.Named("linear"));
        var shown = 0;
        var picker = context.Render<DatasetPicker>(parameters => parameters
            .Add(picker => picker.Input, new ReadingInput(reading, new NoPictures(), digits))
            .Add(picker => picker.OnShown, _ =>
            {
                shown++;
                return Task.CompletedTask;
            }));

        picker.Find("[data-testid=digits-next]").Click();
        ShouldRead(1);
        picker.Find("[data-testid=digits-index]").Change("17");
        ShouldRead(17);
        picker.Find("[data-testid=digits-previous]").Click();
        ShouldRead(16);
        picker.Find("[data-testid=digits-index]").Change("no number");
        ShouldRead(16);
        shown.ShouldBe(3);
        picker.Find("[data-testid=digits-index]").GetAttribute("value").ShouldBe("16");

        void ShouldRead(int index)
        {
            reading.Pixels.ToArray().ShouldBe(digits.Image(index).ToArray());
            reading.Label.ShouldBe(digits.Labels[index]);
        }
    }

    private sealed class NoPictures : IPictureReader
    {
        public Task<GrayImage> ReadAsync(byte[] content, string name) => throw new InvalidDataException(name);
    }
}
