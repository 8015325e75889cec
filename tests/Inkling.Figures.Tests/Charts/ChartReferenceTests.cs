namespace Inkling.Figures.Tests.Charts;

public class ChartReferenceTests
{
    public static TheoryData<string> Names => [.. ChartSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_is_the_same_as_its_reference(string name) => ChartSamples.All[name]().ShouldLookAs(name);
}
