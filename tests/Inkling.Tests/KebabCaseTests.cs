using Inkling.Data;
using Inkling.Optim;

namespace Inkling.Tests;

public class KebabCaseTests
{
    [Fact]
    public void Names_are_those_of_the_command_line()
    {
        KebabCase.Names<OptimizerKind>().ShouldBe(["sgd", "momentum", "adam", "adamw", "rmsprop", "muon"]);
        KebabCase.Names<ScheduleKind>().ShouldBe(["constant", "one-cycle", "cosine"]);
        KebabCase.Names<AugmentationKind>().ShouldBe(["none", "shift", "affine", "elastic", "erase", "affine-elastic"]);
    }

    [Fact]
    public void A_name_is_read_back_and_another_is_refused_with_those_that_exist()
    {
        foreach (var kind in Enum.GetValues<AugmentationKind>())
            KebabCase.Parse<AugmentationKind>(KebabCase.Of(kind)).ShouldBe(kind);
        KebabCase.TryParse<ScheduleKind>("OneCycle", out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => KebabCase.Parse<ScheduleKind>("linear")).Message
            .ShouldStartWith("there is no ScheduleKind 'linear', expected one of: constant, one-cycle, cosine");
    }
}
