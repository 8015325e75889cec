using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

/// <summary>Layers that are computed in one pass give the numbers of each for itself.</summary>
public class FusionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Convolution_batch_norm_and_ReLU_of_a_Sequential_are_those_of_each_alone(bool training)
    {
        Randomness.Seed(1);
        var fused = new Sequential(
            new Conv2d(2, 4, 3, padding: 1, bias: false), new BatchNorm2d(4), new ReLU(),
            new Conv2d(4, 3, 3), new BatchNorm2d(3), new MaxPool2d(2), new BatchNorm2d(3), new ReLU());
        Randomness.Seed(1);
        var apart = new Sequential(
            new Conv2d(2, 4, 3, padding: 1, bias: false), new BatchNorm2d(4), new ReLU(),
            new Conv2d(4, 3, 3), new BatchNorm2d(3), new MaxPool2d(2), new BatchNorm2d(3), new ReLU());
        var calls = 0;
        foreach (var module in apart.Modules())
            module.RegisterForwardHook((_, _, _) => calls++);

        var x = Tensor.Rand([3, 2, 9, 8], random: new RandomStream(2));
        for (var step = 0; step < 2; step++)
        {
            fused.Forward(x).Sum().Backward();
            apart.Forward(x).Sum().Backward();
        }

        calls.ShouldBe(2 * 9);
        if (training)
        {
            foreach (var (one, other) in fused.Parameters().Zip(apart.Parameters()))
                one.Grad.Span.ShouldBeCloseTo(other.Grad.Span, Close.Operation, "gradient");
            foreach (var (one, other) in fused.NamedBuffers().Zip(apart.NamedBuffers()))
                one.Value.ToArray().ShouldHaveTheBitsOf(other.Value.ToArray(), one.Name);
            return;
        }

        fused.Eval();
        apart.Eval();
        using var _ = new NoGrad();
        fused.Forward(x).ToArray().ShouldHaveTheBitsOf(apart.Forward(x).ToArray(), "in evaluation");
    }

    [Fact]
    public void A_BasicBlock_of_public_parts_trains_and_evaluates_to_the_bits_of_the_librarys()
    {
        foreach (var stride in (int[])[1, 2])
        {
            var (library, own) = (new BasicBlock(4, 4, stride), new OwnBlock(4, 4, stride));
            own.LoadStateDictionary(library.StateDictionary());
            var x = Tensor.Rand([3, 4, 10, 10], random: new RandomStream(3));
            var (first, second) = (new SGD(library.Parameters(), 0.1f), new SGD(own.Parameters(), 0.1f));
            for (var step = 0; step < 3; step++)
            {
                library.Forward(x).Sum().Backward();
                own.Forward(x).Sum().Backward();
                first.Step();
                second.Step();
                first.ZeroGrad();
                second.ZeroGrad();
            }

            foreach (var (name, value) in library.StateDictionary())
                value.ToArray().ShouldHaveTheBitsOf(own.StateDictionary()[name].ToArray(), name);
            library.Eval();
            own.Eval();
            using var _ = new NoGrad();
            own.Forward(x).ToArray().ShouldHaveTheBitsOf(library.Forward(x).ToArray(), $"stride {stride}");
        }
    }

    private sealed class OwnBlock : Module
    {
        private readonly Conv2d _conv1, _conv2;
        private readonly BatchNorm2d _bn1, _bn2;
        private readonly Sequential? _downsample;

        public OwnBlock(int inChannels, int outChannels, int stride)
        {
            _conv1 = Register("conv1", new Conv2d(inChannels, outChannels, 3, stride, 1, bias: false));
            _bn1 = Register("bn1", new BatchNorm2d(outChannels));
            _conv2 = Register("conv2", new Conv2d(outChannels, outChannels, 3, 1, 1, bias: false));
            _bn2 = Register("bn2", new BatchNorm2d(outChannels));
            if (stride > 1)
            {
                _downsample = Register(
                    "downsample",
                    new Sequential(new Conv2d(inChannels, outChannels, 1, stride, bias: false), new BatchNorm2d(outChannels)));
            }
        }

        protected override Tensor ForwardCore(Tensor input) => _conv2.Forward(
            _conv1.Forward(input, _bn1, relu: true), _bn2, residual: _downsample?.Forward(input) ?? input, relu: true);
    }
}
