using System.Globalization;
using Inkling.Data;
using Inkling.Figures.Report;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Tests.Report;

public class RunReportTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_has_a_page_without_external_resources(string name)
    {
        var subject = name == "resnet18"
            ? Subjects.Train(name, 10, 10, epochs: 1)
            : Subjects.Train(name, 60, 40, epochs: 1, side: name == "linear" ? 20 : 28);
        var report = RunReport.Of(subject with { AttackedImages = 2 });
        var html = ReportPage.Render(report);
        var page = Pages.ShouldHaveNoExternalResources(html);
        html.Length.ShouldBeLessThan(3_000_000);
        page.Descendants("section").Count().ShouldBe(13);
        page.Finding("weights").ShouldContain(report.Weights!.Layer);
        page.Finding("start").ShouldMatch(@"the loss on \d+ images is \d");
        page.Rows("classes").Length.ShouldBe(subject.Model.ClassNames.Count);
    }

    [Fact]
    public void The_diagnosis_of_a_loss_uses_the_learning_rates()
    {
        float[] losses = [.. Enumerable.Range(0, 100).Select(i => i < 10 ? 2 - (0.18f * i) : i < 40 ? 1.4f : 0.2f)];
        float[] rates = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? (i + 1) / 40f : (100 - i) / 60f)];
        var subject = Subjects.Made(0, 1, 2) with { Losses = losses, SmoothedLosses = losses };
        RunReport.Of(subject).Curve!.Name.ShouldBe("oscillating");
        RunReport.Of(subject with { LearningRates = rates }).Curve!.Name.ShouldBe("good");
    }

    [Fact]
    public void Sections_are_in_order_and_linked_from_the_contents()
    {
        var page = Pages.ShouldHaveNoExternalResources(ReportPage.Render(RunReport.Of(Subjects.Trained)));
        string[] order =
        [
            "result", "data", "training", "start", "classes", "confusion", "pairs", "mistakes", "calibration", "examples", "adversarial",
            "weights", "reproduce",
        ];
        page.Descendants("section").Select(section => section.Attribute("id")!.Value).ShouldBe(order);
        page.Descendants("nav")
            .Single().Descendants("a").Select(link => link.Attribute("href")!.Value).ShouldBe(order.Select(id => "#" + id));
        page.Descendants("a").First().Attribute("class")!.Value.ShouldBe("skip");
        foreach (var id in order)
            page.Finding(id).ShouldMatch(@"^[A-Z0-9].*\.$");
        page.Section("reproduce").Value.ShouldContain("inkling train --data 'a & b' --out \"<run>\"");
        page.Section("result").Value.ShouldContain("two cores & <threads>");
    }

    [Fact]
    public void Accuracy_confusion_and_the_classes_agree_with_a_recount()
    {
        var subject = Subjects.Trained;
        var report = RunReport.Of(subject);
        var page = Pages.Parse(ReportPage.Render(report));
        var counts = new int[10, 10];
        using (new NoGrad())
        {
            var (images, labels) = subject.Test.All();
            var logits = subject.Model.Module.Forward(images).Span;
            for (var i = 0; i < subject.Test.Count; i++)
            {
                var row = logits.Slice(i * 10, 10).ToArray();
                counts[(int)labels.Span[i], Array.IndexOf(row, row.Max())]++;
            }
        }

        var right = Enumerable.Range(0, 10).Sum(i => counts[i, i]);
        right.ShouldBeInRange(60, 195, "a network that is always or never correct would make this test trivial");
        page.Finding("result").ShouldStartWith(
            $"Of 200 test images {right} are classified correctly, {Percent(right / 200.0)} (95 % interval ");
        var rows = page.Rows("classes");
        for (var i = 0; i < 10; i++)
        {
            var (actual, predicted) = (Enumerable.Range(0, 10).Sum(j => counts[i, j]), Enumerable.Range(0, 10).Sum(j => counts[j, i]));
            rows[i][..4].ShouldBe([$"{i}", $"{actual}", $"{counts[i, i]}", Percent(counts[i, i] / (double)actual)]);
            rows[i][5].ShouldBe(predicted == 0 ? "–" : Percent(counts[i, i] / (double)predicted));
            rows[i][6].ShouldBe(Percent(2.0 * counts[i, i] / (actual + predicted)));
        }

        var worst = (from a in Enumerable.Range(0, 10)
                     from b in Enumerable.Range(0, 10)
                     where a != b
                     orderby counts[a, b] descending
                     select (a, b)).First();
        var fraction = (counts[worst.a, worst.b] / (200.0 - right)).ToString("P1", CultureInfo.InvariantCulture);
        page.Finding("confusion").ShouldContain(
            $"{worst.a} predicted as {worst.b}, {counts[worst.a, worst.b]} times, {fraction} of all misclassifications");
    }

    [Fact]
    public void Calibration_agrees_with_a_recount()
    {
        var subject = Subjects.Trained;
        var page = Pages.Parse(ReportPage.Render(RunReport.Of(subject)));
        var bins = new (int Count, double Confidence, int Right)[15];
        using (new NoGrad())
        {
            var (images, labels) = subject.Test.All();
            var logits = subject.Model.Module.Forward(images).Span;
            for (var i = 0; i < subject.Test.Count; i++)
            {
                double[] row = [.. logits.Slice(i * 10, 10).ToArray().Select(logit => Math.Exp(logit))];
                var best = row.Max() / row.Sum();
                ref var bin = ref bins[(int)Math.Ceiling(best * 15) - 1];
                bin = (bin.Count + 1, bin.Confidence + best, bin.Right + (Array.IndexOf(row, row.Max()) == (int)labels.Span[i] ? 1 : 0));
            }
        }

        var error = bins.Sum(bin => Math.Abs(bin.Confidence - bin.Right)) / subject.Test.Count;
        page.Finding("calibration").ShouldContain($"The expected calibration error over 15 bins is {Percent(error)},");
        var filled = bins.Where(bin => bin.Count > 0).ToArray();
        page.Rows("calibration")
            .Select(row => (row[1], row[3])).ShouldBe(filled.Select(bin => ($"{bin.Count}", Percent(bin.Right / (double)bin.Count))));
    }

    [Fact]
    public void Accuracy_under_attack_and_the_smallest_epsilons_agree_with_a_recount()
    {
        var subject = Subjects.Trained;
        var report = RunReport.Of(subject);
        var module = subject.Model.Module;
        var (images, labels) = subject.Test.Take(12).All();
        var inputs = images.Clone().RequireGrad();
        module.Forward(inputs).CrossEntropy(labels).Backward();
        float[] signs = [.. inputs.Grad.ToArray().Select(value => (float)Math.Sign(value))], clean = images.ToArray();
        module.ZeroGrad();

        for (var e = 0; e < report.Attack.Accuracy.Epsilons.Count; e++)
            report.Attack.Accuracy.Accuracies[e].ShouldBe(
                Right(report.Attack.Accuracy.Epsilons[e]).Count(right => right) / 12.0, $"epsilon {report.Attack.Accuracy.Epsilons[e]}");
        for (var i = 0; i < 12; i++)
        {
            var smallest = report.Attack.Minimal[i];
            if (float.IsFinite(smallest) && smallest > 0)
                (Right(smallest)[i], Right(smallest - (1 / 1024f))[i]).ShouldBe((false, true), $"image {i}");
        }

        var example = report.Attack.Example!;
        var place = report.Attack.Accuracy.Epsilons.ToList().IndexOf(0.125f);
        Pages.Parse(ReportPage.Render(report)).Finding("adversarial").ShouldContain(
            $"to {report.Attack.Accuracy.Accuracies[place].ToString("P1", CultureInfo.InvariantCulture)} at epsilon 0.125, "
            + "32 of 255 grey levels.");
        (example.Class == report.Predictions.Label(example.Item)).ShouldBe(Right(0.125f)[example.Item]);

        bool[] Right(float epsilon)
        {
            using var _ = new NoGrad();
            float[] moved = [.. clean.Zip(signs, (pixel, sign) => Math.Clamp(pixel + (epsilon * sign), 0, 1))];
            var logits = module.Forward(Tensor.From(moved, 12, 1, 28, 28)).Span;
            var right = new bool[12];
            for (var i = 0; i < 12; i++)
            {
                var row = logits.Slice(i * 10, 10).ToArray();
                right[i] = Array.IndexOf(row, row.Max()) == (int)labels.Span[i];
            }

            return right;
        }
    }

    [Fact]
    public void The_untrained_network_has_the_initial_weights_of_the_run()
    {
        var subject = Subjects.Trained;
        var report = RunReport.Of(subject with { Train = subject.Train!.Take(20) });
        report.Untrained!.Loss.ShouldBe(Math.Log(10), 0.15);
        report.Untrained.WeightChange.ShouldBeGreaterThan(0.01);

        // One step over the same 20 images measures the same loss before it learns anything.
        var learner = (subject.HyperParameters! with { BatchSize = 20, Epochs = 1 }).CreateLearner(subject.Train!.Take(20), null);
        learner.Fit(1, learningRate: 0.1f);
        ((double)learner.Recorder.Losses[0]).ShouldBe(report.Untrained.Loss, 1e-5);
    }

    [Fact]
    public void Overfitting_is_diagnosed_from_the_epochs()
    {
        EpochRecord[] epochs = [Epoch(1, 2, 1.7, 0.45, 0.65), Epoch(2, 0.2, 0.38, 0.95, 0.9), Epoch(3, 0.01, 0.51, 1, 0.885)];
        var report = RunReport.Of(Subjects.Trained with { Epochs = epochs, HeldOut = Subjects.Trained.Test.Take(50) });
        var page = Pages.Parse(ReportPage.Render(report));
        page.Finding("training").ShouldStartWith("The validation set is 50 held-out images of the training set. ");
        page.Finding("training").ShouldContain(
            "Overfitting: since epoch 2 the validation loss went from 0.380 to 0.510 (+34 %) while the training loss went from 0.200 to "
            + "0.010;");
        page.Rows("training")[2].ShouldBe(["3", "0.0100", "0.5100", "100.00 %", "88.50 %"]);
        Findings.Training(report with { Subject = report.Subject with { HeldOut = null, Train = null } })
            .ShouldStartWith(
                "The validation set is the images that the run was evaluated on. ", customMessage: "with test images from elsewhere");

        static EpochRecord Epoch(int epoch, double train, double valid, double trainAccuracy, double accuracy) =>
            new(epoch, train, valid, [accuracy], 1, 1, 800) { TrainAccuracy = trainAccuracy };
    }

    [Fact]
    public void Of_many_epochs_the_table_has_some_and_the_best_one()
    {
        EpochRecord[] epochs =
            [.. Enumerable.Range(1, 100).Select(epoch => new EpochRecord(epoch, 1.0 / epoch, epoch == 37 ? 0.1 : 0.5, [0.9], 1, 1, 100))];
        var rows = Pages.Parse(ReportPage.Render(RunReport.Of(Subjects.Trained with { Epochs = epochs }))).Rows("training");
        rows.Select(row => row[0]).ShouldBe(["1", "10", "20", "30", "37", "40", "50", "60", "70", "80", "90", "100"]);
        rows.ShouldAllBe(row => row[3] == "–", "an old run does not know the training accuracy");
    }

    [Fact]
    public void A_perfect_model_has_no_misclassifications()
    {
        var page = Pages.ShouldHaveNoExternalResources(ReportPage.Render(RunReport.Of(Subjects.Made(0, 1, 2, 0))));
        page.Finding("result")
            .ShouldBe("Of 4 test images all are classified correctly, 100 % (95 % interval 51.01 % to 100.00 %).");
        page.Finding("mistakes").ShouldBe("No image is misclassified.");
        page.Finding("pairs").ShouldBe("No image is misclassified.");
        page.Finding("confusion").ShouldBe("All 4 images are on the diagonal.");
        page.Finding("examples").ShouldEndWith("No image is misclassified.");
        page.Finding("start").ShouldBe("The hyper-parameters of this run are not known, so its untrained network cannot be created again.");
        page.Finding("training").ShouldContain("there are no curves");
        page.Finding("reproduce").ShouldBe("The commands of this run are not known.");
    }

    [Fact]
    public void A_model_without_correct_predictions_cannot_be_attacked()
    {
        var page = Pages.ShouldHaveNoExternalResources(ReportPage.Render(RunReport.Of(Subjects.Made(1, 2, 0, 1))));
        page.Finding("result")
            .ShouldBe("Of 4 test images none is classified correctly, 0 % (95 % interval 0.00 % to 48.99 %).");
        page.Finding("examples").ShouldStartWith("No image is classified correctly. Image 0: label b, predicted a, confidence ");
        page.Finding("adversarial").ShouldEndWith("None of these images is classified correctly, so there is nothing to attack.");
        page.Finding("confusion").ShouldContain("4 of 4 images are off the diagonal.");
    }

    [Fact]
    public void A_test_set_of_one_class_is_reported_as_such()
    {
        var page = Pages.ShouldHaveNoExternalResources(ReportPage.Render(RunReport.Of(Subjects.Made(2, 2, 2))));
        page.Finding("result").ShouldEndWith("All of them have the label c; the accuracy on other classes is not known.");
        page.Finding("data").ShouldEndWith("3 test images, all with the label c.");
        page.Rows("classes")[0][..5].ShouldBe(["a", "0", "0", "–", "–"]);
        page.Finding("classes").ShouldStartWith("The recall of class c, the only one with test images, is 33.33 %.");
    }

    private static string Percent(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";
}
