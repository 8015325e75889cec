using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Nn;

public class LayerAllocationTests
{
    [Fact]
    public void Warm_steps_of_normalised_networks_allocate_nothing()
    {
        Tensor images = Tensor.Rand([12, 4, 6, 6]), tokens = Tensor.Of(3, 1, 4, 1), targets = Tensor.Rand([12, 5]);
        var picture = new Sequential(
            new GroupNorm(2, 4), new SiLU(), new Flatten(), new Linear(144, 16), new LayerNorm(16), new GELU(), new LeakyReLU(), new Tanh(),
            new Linear(16, 5));
        var text = new Sequential(new Embedding(6, 8), new LayerNorm(8), new ELU(), new Softmax(), new Identity());
        var losses = new Loss[] { new BCEWithLogitsLoss(), new HuberLoss(), new MSELoss(Reduction.Sum), new L1Loss() };
        var optimizer = new AdamW(picture.Parameters().Concat(text.Parameters()));
        Steps(50);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(50);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                optimizer.ZeroGrad();
                var loss = losses[step % losses.Length].Forward(picture.Forward(images), targets) + text.Forward(tokens).Square().Mean();
                loss.Backward();
                optimizer.Step();
            }
        }
    }
}
