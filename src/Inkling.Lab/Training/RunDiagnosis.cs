using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>What the loss curve of a run says about its learning rate, and its epochs about overfitting, with what to change.</summary>
internal static class RunDiagnosis
{
    /// <summary>The fewest steps that are diagnosed.</summary>
    public const int FewestSteps = 20;

    /// <summary>Diagnoses a run that trains no further; empty text where it has too few steps.</summary>
    public static string Of(TrainingRun run)
    {
        var recorder = run.Learner.Recorder;
        if (run.Failure is null && (run.Step < FewestSteps || recorder.FirstStep > 0))
            return "";
        var diagnosis = CurveDiagnosis.Of(recorder, run.Failure);
        var overfitting = OverfittingDiagnosis.Of(recorder.Epochs);
        return $"{diagnosis.Name}: {diagnosis.Reason}.{Advice(run, diagnosis.Class)}"
            + (overfitting.IsOverfitting ? $" {overfitting.Reason}. Try more images, augmentation or weight decay." : "");
    }

    // A run that was stopped says itself what to change.
    private static string Advice(TrainingRun run, CurveClass curve)
    {
        var h = run.HyperParameters;
        return curve switch
        {
            CurveClass.TooLow => Try($"a larger learning rate, such as {Larger(h):G3}, or more epochs"),
            CurveClass.Oscillating => Try($"a smaller learning rate, such as {h.SmallerLearningRate():G3}"),
            CurveClass.Diverged when run.Failure is null => Try($"a smaller learning rate, such as {h.SmallerLearningRate():G3}"),
            _ => "",
        };
    }

    private static float Larger(HyperParameters h) =>
        h.UsualLearningRate(h.Optimizer) is var usual && usual > h.LearningRate ? usual : 3 * h.LearningRate;

    private static string Try(FormattableString change) => $" Try {FormattableString.Invariant(change)}.";
}
