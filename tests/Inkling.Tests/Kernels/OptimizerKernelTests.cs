using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>The loop of the optimizers beside a plain one, with lengths around those of vectors and items.</summary>
[Collection(ComputeSettings.Name)]
public class OptimizerKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(30_003)]
    public void Every_parameter_is_updated_once_at_every_width(int length)
    {
        var random = new RandomStream(1);
        var (weights, gradient) = (Naive.Numbers(length, random), Naive.Numbers(length, random));
        var (first, second) = (Naive.Numbers(length, random), Naive.Numbers(length, random));
        ComputeSettings.AtEveryWidth(bits =>
        {
            foreach (var threads in (int[])[1, 2])
            {
                var (w, m, v) = (Padded(weights), Padded(first), Padded(second));
                ComputeSettings.With(threads, () =>
                {
                    OptimizerKernel.Run(new Sums(2), w.AsSpan(..^1), gradient, m.AsSpan(..^1), v.AsSpan(..^1));
                    return true;
                });
                for (var i = 0; i < length; i++)
                {
                    m[i].ShouldBe(first[i] + gradient[i], $"first state {i} of {length} at {bits} bits");
                    v[i].ShouldBe(second[i] + m[i], $"second state {i} of {length} at {bits} bits");
                    w[i].ShouldBe(weights[i] - (2 * v[i]), $"parameter {i} of {length} at {bits} bits");
                }

                (w[^1], m[^1], v[^1]).ShouldBe((9, 9, 9));
            }
        });
    }

    [Fact]
    public void An_optimizer_without_state_is_given_none()
    {
        var random = new RandomStream(2);
        var (weights, gradient) = (Naive.Numbers(1003, random), Naive.Numbers(1003, random));
        ComputeSettings.AtEveryWidth(bits =>
        {
            var w = (float[])weights.Clone();
            OptimizerKernel.Run(new Step(0.5f), w, gradient, [], []);
            for (var i = 0; i < w.Length; i++)
                w[i].ShouldBe(weights[i] - (0.5f * gradient[i]), $"parameter {i} at {bits} bits");
        });
    }

    private static float[] Padded(float[] values) => [.. values, 9];

    /// <summary>Powers of two as factors: exact products, so that a fused multiply-add rounds as two operations do.</summary>
    private readonly unsafe struct Sums(float rate) : IUpdate
    {
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var sum = TLanes.Add(TLanes.Load(first), TLanes.Load(gradient));
            var sums = TLanes.Add(TLanes.Load(second), sum);
            TLanes.Store(sum, first);
            TLanes.Store(sums, second);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), sums, TLanes.Load(weights)), weights);
        }
    }

    private readonly unsafe struct Step(float rate) : IUpdate
    {
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct =>
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), TLanes.Load(gradient), TLanes.Load(weights)), weights);
    }
}
