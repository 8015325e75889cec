using System.Runtime.CompilerServices;
using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;

namespace Inkling.Tests.Models;

public class PretrainedModelTests
{
    [Fact]
    public void The_embedded_file_is_that_of_the_repository()
    {
        using var stream = PretrainedModel.OpenRead();
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        content.ShouldBe(File.ReadAllBytes(Path.Combine(Folder(), "digits.safetensors")));
        content.Length.ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Each_load_gives_a_verified_model_of_its_own()
    {
        var (model, other) = (PretrainedModel.Load(), PretrainedModel.Load());
        (model.Name, model.Rows, model.Columns, model.IsVerified).ShouldBe(("cnn", 28, 28, true));
        model.ClassNames.ShouldBe(ImageDataset.Digits);
        model.Module.Training.ShouldBeFalse();
        model.Module.Parameters().First().Span.Clear();
        other.Module.Parameters().First().ToArray().ShouldContain(weight => weight != 0);
    }

    [Fact]
    public void It_reads_the_digits_of_the_generator()
    {
        var predictions = Predictions.Of(PretrainedModel.Load(), Handwriting.Test(500));
        predictions.Accuracy.ShouldBeGreaterThan(0.97);
    }

    [Fact]
    public void Accuracy_and_calibration_on_MNIST_are_those_of_the_card()
    {
        var predictions = Predictions.Of(PretrainedModel.Load(), Reference.Mnist("t10k"));
        predictions.Accuracy.ShouldBe(PretrainedModel.TestAccuracy, 1e-9);
        predictions.Accuracy.ShouldBeGreaterThanOrEqualTo(0.996);
        Calibration.Of(predictions).ExpectedError.ShouldBeLessThan(0.003);
    }

    private static string Folder([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../models"));
}
