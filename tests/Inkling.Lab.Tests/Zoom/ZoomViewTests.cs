using Bunit;
using Inkling.Analysis;
using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;
using Inkling.Nn;

namespace Inkling.Lab.Tests.Zoom;

public sealed class ZoomViewTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void The_products_of_a_hidden_unit_are_those_of_its_weights_and_add_up_to_its_value()
    {
        var (reading, view) = Render("mlp");
        view.Find("[data-testid=zoom-layer-1]").Click();
        view.Find("[data-testid=position-unit]").Change("17");
        view.Find("[data-testid=show-all-products]").Click();

        var layer = reading.Model.Module.Modules().OfType<Linear>().First();
        var image = reading.Image.ToArray();
        var weights = layer.Weight.ToArray().AsSpan(17 * 784, 784).ToArray();
        var products = image.Zip(weights, (x, w) => (double)x * w).ToList();
        var expected = products.Sum() + layer.Bias!.Value.Span[17];

        var shown = Enumerable.Range(0, 784).Select(i => view.Number($"product-{i}")).ToList();
        shown.Select(Math.Abs).ShouldBeInOrder(SortDirection.Descending);
        shown.ShouldBe(products.OrderByDescending(Math.Abs).Select(Shown.Rounded));
        view.Number("bias").ShouldBe(Shown.Rounded(layer.Bias!.Value.Span[17]));
        view.Number("products-sum").ShouldBe(expected, 1e-5);
        view.Number("neuron-value").ShouldBe(expected, 1e-5);
        (shown.Sum() + view.Number("bias")).ShouldBe(view.Number("products-sum"), 1e-4);
    }

    [Fact]
    public void The_largest_products_are_shown_first_and_the_others_as_their_sum()
    {
        var (_, view) = Render("mlp");
        view.InvokeAsync(() => view.Instance.Reading.Inspection.Go(new Focus(1, 3)));
        var rows = view.FindAll("[data-testid=products] tbody tr").Count;
        rows.ShouldBe(12);
        var sum = Enumerable.Range(0, rows).Sum(i => view.Number($"product-{i}")) + view.Number("products-rest") + view.Number("bias");
        sum.ShouldBe(view.Number("products-sum"), 1e-4);
    }

    [Fact]
    public void A_value_of_a_convolution_is_the_sum_of_the_kernel_times_the_patch()
    {
        var (reading, view) = Render("cnn");
        view.Find("[data-testid=zoom-layer-0]").Click();
        view.Find("[data-testid=position-row]").Change("7");
        view.Find("[data-testid=position-column]").Change("9");
        view.Find("[data-testid=position-channel]").Change("5");

        var convolution = reading.Model.Module.Modules().OfType<Conv2d>().First();
        var kernel = convolution.Weight.ToArray().AsSpan(5 * 9, 9).ToArray();
        var image = reading.Image.ToArray();
        var expected = Enumerable.Range(0, 9).Sum(i => (double)kernel[i] * image[((7 + (i / 3)) * 28) + 9 + (i % 3)]);
        expected.ShouldNotBe(0);
        view.Number("products-sum").ShouldBe(expected, 1e-6);
        view.Number("neuron-value").ShouldBe(expected, 1e-6);
        view.Find("[data-testid=input-canvas]").GetAttribute("data-box").ShouldBe("0 1 7 9 3 3");
        view.Find("[data-testid=output-canvas]").GetAttribute("data-mark").ShouldBe($"{(((5 * 26) + 7) * 26) + 9}");
        view.Text("formula").ShouldBe("y[o, r, c] = Σ W[o, i, k, l] x[i, r + k, c + l]");
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("linear")]
    [InlineData("threes-sevens")]
    [InlineData("simple-net")]
    [InlineData("cnn")]
    [InlineData("resnet18")]
    public void Every_layer_shows_its_values_and_how_they_are_computed(string name)
    {
        var (reading, view) = Render(name);
        foreach (var layer in reading.Inspection.Layers)
        {
            view.InvokeAsync(() => reading.Inspection.Go(new Focus(layer.Index)));
            view.Text("formula").ShouldBe(layer.Formula);
            view.Find("[data-testid=layer-canvas]");
            var index = layer.Values.Length / 2;
            view.InvokeAsync(() => reading.Inspection.Go(new Focus(layer.Index, index)));
            var value = layer.ValueAt(index);
            view.Text("calculation").ShouldBe(value.Calculation);
            view.Number("neuron-value").ShouldBe(Shown.Rounded(layer.Values[index]));
            view.Number("value-result").ShouldBe(Shown.Rounded(value.Result));
            view.InvokeAsync(() => reading.Inspection.Go(new Focus(layer.Index, Input: layer.Input.Length / 2)));
            view.Number("input-value").ShouldBe(Shown.Rounded(layer.Input[layer.Input.Length / 2]));
        }
    }

    [Fact]
    public void What_is_looked_at_stays_while_the_image_changes()
    {
        var (reading, view) = Render("mlp");
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(1, 17)));
        var before = view.Number("neuron-value");
        var pixels = reading.Pixels.ToArray();
        Array.Reverse(pixels);
        view.InvokeAsync(() => reading.Show(pixels));
        view.Text("zoom-here").ShouldBe("unit 17");
        view.Number("neuron-value").ShouldNotBe(before);
        view.Number("neuron-value").ShouldBe(Shown.Rounded(ForwardTrace.Of(reading.Model, reading.Image.Span).Layers[1].Values[17]));

        view.InvokeAsync(reading.Clear);
        view.FindAll("[data-testid=neuron-value]").ShouldBeEmpty();
        view.InvokeAsync(() => reading.Show(pixels));
        view.Text("zoom-here").ShouldBe("unit 17");
        view.InvokeAsync(() => reading.Use(Networks.Named("linear")));
        view.Text("zoom-here").ShouldBe("Network");
    }

    [Fact]
    public void A_pixel_goes_to_each_hidden_unit_with_its_weight()
    {
        var (reading, view) = Render("mlp");
        var pixel = Array.FindIndex(reading.Image.ToArray(), ink => ink > 0.5f);
        view.InvokeAsync(() => reading.Inspection.GoToPixel(pixel));
        var weights = reading.Model.Module.Modules().OfType<Linear>().First().Weight.ToArray();
        var products = Enumerable.Range(0, 128).Select(unit => (double)weights[(unit * 784) + pixel] * reading.Image.Span[pixel]).ToList();
        view.Number("input-value").ShouldBe(Shown.Rounded(reading.Image.Span[pixel]));
        view.Text("uses-count").ShouldStartWith("Goes to 128 of 128 outputs of Linear(784, 128)");
        Enumerable.Range(0, 12).Select(i => view.Number($"use-{i}"))
            .ShouldBe(products.OrderByDescending(Math.Abs).Take(12).Select(Shown.Rounded));

        view.Find("[data-testid=use-0-output]").Click();
        view.Text("zoom-here").ShouldBe($"unit {products.Select(Math.Abs).ToList().IndexOf(products.Max(Math.Abs))}");
        view.Find("[data-testid=zoom-back]").Click();
        view.Text("zoom-here").ShouldStartWith("input row ");
        view.Find("[data-testid=input-source]").Click();
        view.Text("neuron-value").ShouldBe(view.Text("value-result"));
    }

    [Fact]
    public void Back_returns_through_the_layers_and_not_through_every_value()
    {
        var (reading, view) = Render("mlp");
        view.Find("[data-testid=zoom-back]").HasAttribute("disabled").ShouldBeTrue();
        view.Find("[data-testid=zoom-layer-3]").Click();
        view.Find("[data-testid=position-unit]").Change("4");
        view.Find("[data-testid=position-unit]").Change("99");
        view.Text("zoom-here").ShouldBe("class 9");
        view.Find("[data-testid=zoom-back]").Click();
        view.Text("zoom-here").ShouldBe("3 Linear(128, 10)");
        view.Find("[data-testid=zoom-back]").Click();
        view.Text("zoom-here").ShouldBe("Network");
        reading.Inspection.CanGoBack.ShouldBeFalse();
    }

    [Fact]
    public void The_table_of_numbers_has_the_values_of_the_layer()
    {
        var (reading, view) = Render("cnn");
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(1)));
        view.Find("[data-testid=show-numbers]").Click();
        view.Find("[data-testid=numbers-channel]").Change("2");
        var values = reading.Inspection.Layers[1].Values.ToArray();
        for (var i = 2 * 169; i < 3 * 169; i++)
            view.Number($"value-{i}").ShouldBe(Shown.Rounded(values[i]));
    }

    private (DigitReading Reading, IRenderedComponent<ZoomView> View) Render(string name)
    {
        var reading = new DigitReading(Networks.Named(name));
        reading.Read(Networks.Seven);
        return (reading, _context.RenderView<ZoomView>(reading));
    }
}
