using Inkling.Models;

namespace Inkling.Tests.Models;

public class PredictionTests
{
    private static readonly string[] Names = ["three", "seven", "none"];

    [Fact]
    public void The_class_is_the_first_of_the_most_probable_ones()
    {
        var prediction = new Prediction(Names, [0.2f, 0.4f, 0.4f]);
        prediction.Class.ShouldBe(1);
        prediction.ClassName.ShouldBe("seven");
        prediction.Confidence.ShouldBe(0.4f);
        prediction.Probabilities.ToArray().ShouldBe([0.2f, 0.4f, 0.4f]);
        prediction.ToString().ShouldBe("seven (40.0 %)");
        prediction.Label.ShouldBeNull();
        prediction.LabelName.ShouldBeNull();
        prediction.IsCorrect.ShouldBeNull();
        prediction.Image.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_label_tells_whether_it_is_correct()
    {
        var prediction = new Prediction(Names, [0.2f, 0.5f, 0.3f], label: 2);
        (prediction.Label, prediction.LabelName, prediction.IsCorrect).ShouldBe((2, "none", false));
        prediction.WithLabel(1).IsCorrect.ShouldBe(true);
        prediction.WithLabel(null).IsCorrect.ShouldBeNull();
    }

    [Fact]
    public void There_is_no_class_where_a_probability_is_not_a_number()
    {
        var prediction = new Prediction(Names, [0.2f, float.NaN, 0.3f], label: 0);
        prediction.Class.ShouldBeNull();
        prediction.ClassName.ShouldBeNull();
        prediction.Confidence.ShouldBe(float.NaN);
        prediction.IsCorrect.ShouldBe(false);
        prediction.ToString().ShouldBe("none (NaN)");
    }

    [Fact]
    public void Probabilities_and_labels_that_do_not_fit_the_classes_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Prediction(Names, [1, 0])).Message
            .ShouldStartWith("Prediction: 2 probabilities for 3 classes, expected one for each of at least one");
        Should.Throw<ArgumentException>(() => new Prediction([], []));
        Should.Throw<ArgumentOutOfRangeException>(() => new Prediction(Names, [1, 0, 0], label: 3)).Message
            .ShouldStartWith("Prediction: label 3, expected 0 to 2");
        Should.Throw<ArgumentOutOfRangeException>(() => new Prediction(Names, [1, 0, 0]).WithLabel(-1));
    }
}
