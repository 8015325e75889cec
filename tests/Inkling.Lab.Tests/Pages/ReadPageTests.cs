using Bunit;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Pages;
using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;
using Inkling.Pictures;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Lab.Tests.Pages;

public sealed class ReadPageTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();

    public ReadPageTests()
    {
        _context.Services.AddSingleton<IModelSource, TwoModels>();
        _context.Services.AddSingleton<IDigitSource, Digits>();
        _context.Services.AddSingleton<IPictureReader, NoPictures>();
    }

    private NavigationManager Navigation => _context.Services.GetRequiredService<NavigationManager>();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void The_address_says_what_is_shown()
    {
        var (pixels, expected) = Seven("linear");
        Navigation.NavigateTo(new ReadingAddress
        {
            Model = "linear",
            Image = pixels,
            Focus = new Focus(1, 3),
            Open = ["edits", "zoom"],
        }.Query);
        var page = _context.Render<ReadPage>();
        page.Text("error").ShouldBeEmpty();
        page.Text("model").ShouldStartWith("linear: ");
        page.Text("logit-3").ShouldBe(FormattableString.Invariant($"{expected[3]:0.000}"));
        page.Number("neuron-value").ShouldBe(Shown.Rounded(expected[3]));
        page.FindAll("[data-testid=edits]").Count.ShouldBe(1);
        page.FindAll("[data-testid=activations]").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_chosen_is_written_into_the_address_and_panels_stay_as_they_are()
    {
        Navigation.NavigateTo(new ReadingAddress { Image = Seven("mlp").Pixels }.Query);
        var page = _context.Render<ReadPage>();
        var written = new TaskCompletionSource();
        Navigation.LocationChanged += (_, _) => written.TrySetResult();
        page.Find("[data-testid=open-preparation]").Click();
        page.Find("[data-testid=zoom-layer-1]").Click();
        page.Find("[data-testid=digits-next]").Click();
        await written.Task.WaitAsync(TimeSpan.FromMinutes(1), Xunit.TestContext.Current.CancellationToken);

        var address = ReadingAddress.Parse(new Uri(Navigation.Uri).Query);
        address.Model.ShouldBe("mlp");
        address.Focus.ShouldBe(new Focus(1));
        address.Open.ShouldBe(["activations", "zoom"]);
        address.Image.ToArray().ShouldBe(Handwriting.Test(2).Image(1).ToArray());
        page.FindAll("[data-testid=preparation]").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?image=AAAA", "address: the image is damaged, expected 784 bytes, compressed with Deflate, in Base64url")]
    [InlineData("?model=none", "address: there is no model 'none', expected one of: mlp, linear")]
    public void A_damaged_address_is_one_line_on_the_page(string query, string message)
    {
        Navigation.NavigateTo(query);
        var page = _context.Render<ReadPage>();
        page.Text("error").ShouldBe(message);
        page.Text("model").ShouldStartWith("mlp: ");
    }

    private static (byte[] Pixels, float[] Logits) Seven(string model)
    {
        var reading = new DigitReading(Networks.Named(model));
        reading.Read(Networks.Seven);
        return (reading.Pixels.ToArray(), reading.Prediction!.Logits.ToArray());
    }

    private sealed class TwoModels : IModelSource
    {
        public Task<IReadOnlyList<string>> ListAsync() => Task.FromResult<IReadOnlyList<string>>(["mlp", "linear"]);

        public Task<NamedModel> LoadAsync(string name) => Task.FromResult(Networks.Named(name));
    }

    private sealed class Digits : IDigitSource
    {
        public Task<ImageDataset> LoadAsync() => Task.FromResult(Handwriting.Test(2));
    }

    private sealed class NoPictures : IPictureReader
    {
        public Task<GrayImage> ReadAsync(byte[] content, string name) => throw new InvalidDataException($"{name}: not read here");
    }
}
