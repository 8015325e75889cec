using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

/// <summary>Notes what is called.</summary>
internal sealed class Witness(List<string> calls, string? name = null, int order = 0) : Callback
{
    public override int Order => order;

    public override void BeforeFit(Learner learner) => Note("before fit");

    public override void BeforeEpoch(Learner learner) => Note("before epoch");

    public override void BeforeBatch(Learner learner) => Note("before batch");

    public override void BeforeBackward(Learner learner) => Note("before backward");

    public override void AfterBackward(Learner learner) => Note("after backward");

    public override void BeforeStep(Learner learner) => Note("before step");

    public override void AfterStep(Learner learner) => Note("after step");

    public override void AfterBatch(Learner learner) => Note("after batch");

    public override void AfterInterruption(Learner learner) => Note("after interruption");

    public override void BeforeValidate(Learner learner) => Note("before validate");

    public override void AfterValidate(Learner learner) => Note("after validate");

    public override void AfterEpoch(Learner learner) => Note("after epoch");

    public override void AfterFit(Learner learner) => Note("after fit");

    private void Note(string what) => calls.Add(name is null ? what : $"{name} {what}");
}

/// <summary>Does something after one step, or after each.</summary>
internal sealed class AtStep(int? step, Action<Learner> action) : Callback
{
    public override bool IsWatcher => true;

    public override void AfterBatch(Learner learner)
    {
        if (step is null || learner.Step == step)
            action(learner);
    }
}

/// <summary>Does something before each update of the parameters.</summary>
internal sealed class AtEachUpdate(Action<Learner> action) : Callback
{
    public override void BeforeStep(Learner learner) => action(learner);
}

/// <summary>Does something before each validation.</summary>
internal sealed class BeforeValidation(Action<Learner> action) : Callback
{
    public override bool IsWatcher => true;

    public override void BeforeValidate(Learner learner) => action(learner);
}
