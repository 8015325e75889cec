using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

public class PeakTests
{
    [Fact]
    public void The_peak_is_a_plausible_speed()
    {
        // One vector of four floats a cycle at 200 MHz, and 64 floats twice a cycle at 8 GHz.
        Compute.MeasurePeak(1).ShouldBeInRange(1.6, 2048);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Threads_outside_their_range_are_refused(int threads) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Compute.MeasurePeak(threads));
}
