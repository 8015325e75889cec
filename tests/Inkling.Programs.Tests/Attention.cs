namespace Inkling.Programs.Tests;

/// <summary>Causal scaled dot-product attention with two heads by hand (Vaswani et al., NeurIPS 2017, equation 1).</summary>
public class Attention
{
    private const int Heads = 2;

    private sealed class CausalSelfAttention : Module
    {
        private readonly Linear _projection;
        private readonly Linear _output;

        public CausalSelfAttention(int size)
        {
            _projection = Register("qkv", new Linear(size, 3 * size));
            _output = Register("out", new Linear(size, size));
        }

        public static Tensor Weights(Tensor query, Tensor key)
        {
            var length = query.Shape[2];
            var scores = query.MatMul(key.Transpose(-2, -1)) / MathF.Sqrt(query.Shape[^1]);
            return scores.MaskedFill(Tensor.Ones(length, length).Tril() == 0, float.NegativeInfinity).Softmax();
        }

        protected override Tensor ForwardCore(Tensor input)
        {
            var (n, length, size) = (input.Shape[0], input.Shape[1], input.Shape[2]);
            var parts = _projection.Forward(input).Reshape(n, length, 3, Heads, size / Heads).Permute(2, 0, 3, 1, 4);
            var (query, key, value) = (parts[0], parts[1], parts[2]);
            var mixed = Weights(query, key).MatMul(value);
            return _output.Forward(mixed.Transpose(1, 2).Reshape(n, length, size));
        }
    }

    [Fact]
    public void A_position_sees_only_what_precedes_it()
    {
        Randomness.Seed(5);
        var model = new CausalSelfAttention(8);
        var sequence = Tensor.Randn(3, 5, 8);
        var output = model.Forward(sequence);
        output.Shape.ShouldBe(new Shape(3, 5, 8));

        var changed = Tensor.Cat([sequence[.., ..4], Tensor.Randn(3, 1, 8)], dim: 1);
        var other = model.Forward(changed);
        other[.., ..4].AllClose(output[.., ..4]).ShouldBeTrue();
        other[.., 4].AllClose(output[.., 4]).ShouldBeFalse();

        var weights = CausalSelfAttention.Weights(Tensor.Randn(1, Heads, 5, 4), Tensor.Randn(1, Heads, 5, 4));
        weights.Sum(-1).AllClose(Tensor.Ones(1, Heads, 5)).ShouldBeTrue();
        weights[0, 0, 0, 0].Item().ShouldBe(1);
    }
}
