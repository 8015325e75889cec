namespace Inkling.Figures.Tests.Charts;

public class ChartPictureTests
{
    public static TheoryData<string> Names => [.. ChartSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_looks_as_it_should(string name) => ChartSamples.All[name]().ShouldLookAs(name);
}
