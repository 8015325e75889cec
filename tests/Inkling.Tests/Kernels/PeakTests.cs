using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class PeakTests
{
    [Fact]
    public void The_peak_is_a_number_above_zero() => Compute.MeasurePeak(1).ShouldBeInRange(double.Epsilon, double.MaxValue);

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Threads_outside_their_range_are_refused(int threads) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Compute.MeasurePeak(threads));
}
