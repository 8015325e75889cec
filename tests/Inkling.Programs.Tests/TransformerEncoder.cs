namespace Inkling.Programs.Tests;

/// <summary>A transformer encoder with pre-normalisation, positional encoding and a padding mask (Vaswani et al., NeurIPS 2017).</summary>
public class TransformerEncoder
{
    private sealed class PositionalEncoding : Module
    {
        private readonly Tensor _table;

        public PositionalEncoding(int size, int maxLength)
        {
            var position = Tensor.Arange(maxLength).Unsqueeze(1);
            var frequency = (Tensor.Arange(0, size, 2) * (-MathF.Log(10_000) / size)).Exp();
            var angle = position * frequency;
            _table = RegisterBuffer("pe", Tensor.Stack([angle.Sin(), angle.Cos()], dim: -1).Flatten(1));
        }

        protected override Tensor ForwardCore(Tensor input) => input + _table[..input.Shape[1]];
    }

    private sealed class EncoderLayer : Module
    {
        private readonly int _heads;
        private readonly Linear _query, _key, _value, _output, _linear1, _linear2;
        private readonly LayerNorm _norm1, _norm2;
        private readonly Dropout _dropout;

        public EncoderLayer(int size, int heads, int feedForward, float dropout)
        {
            _heads = heads;
            (_query, _key) = (Register("q", new Linear(size, size)), Register("k", new Linear(size, size)));
            (_value, _output) = (Register("v", new Linear(size, size)), Register("o", new Linear(size, size)));
            (_linear1, _linear2) = (Register("linear1", new Linear(size, feedForward)), Register("linear2", new Linear(feedForward, size)));
            (_norm1, _norm2) = (Register("norm1", new LayerNorm(size)), Register("norm2", new LayerNorm(size)));
            _dropout = Register("dropout", new Dropout(dropout));
        }

        /// <summary>[N, L] of 1, and 0 at padding; null for none.</summary>
        public Tensor? Mask { get; set; }

        protected override Tensor ForwardCore(Tensor input)
        {
            var x = input + _dropout.Forward(Attend(_norm1.Forward(input)));
            return x + _linear2.Forward(_dropout.Forward(_linear1.Forward(_norm2.Forward(x)).Gelu()));
        }

        private Tensor Attend(Tensor x)
        {
            var (n, length, size) = x.Shape;
            Tensor Split(Tensor t) => t.Reshape(n, length, _heads, size / _heads).Transpose(1, 2);
            var (query, key, value) = (Split(_query.Forward(x)), Split(_key.Forward(x)), Split(_value.Forward(x)));
            var scores = query.MatMul(key.Transpose(-2, -1)) / MathF.Sqrt(size / _heads);
            if (Mask is { } mask)
                scores = scores.MaskedFill(mask.Reshape(n, 1, 1, length) == 0, float.NegativeInfinity);
            return _output.Forward(scores.Softmax(-1).MatMul(value).Transpose(1, 2).Reshape(n, length, size));
        }
    }

    [Fact]
    public void Padding_is_not_attended_to_and_every_parameter_has_a_gradient()
    {
        Randomness.Seed(8);
        var layers = new ModuleList<EncoderLayer>(Enumerable.Range(0, 2).Select(_ => new EncoderLayer(16, 4, 32, 0.1f)));
        var positions = new PositionalEncoding(16, 50);
        var mask = Tensor.Ones(2, 6);
        mask[1, 4..] = 0;
        foreach (var layer in layers)
            layer.Mask = mask;

        var x = Tensor.Randn(2, 6, 16);
        Encode(x).Square().Mean().Backward();
        layers.Parameters().ShouldAllBe(parameter => parameter.HasGrad);

        layers.Eval();
        var changed = x.Clone();
        changed[1, 4..] = Tensor.Randn(2, 16);
        var (output, other) = (Encode(x), Encode(changed));
        other[0].AllClose(output[0]).ShouldBeTrue();
        other[1, ..4].AllClose(output[1, ..4]).ShouldBeTrue();
        other[1, 4..].AllClose(output[1, 4..]).ShouldBeFalse();

        Tensor Encode(Tensor input)
        {
            var result = positions.Forward(input);
            foreach (var layer in layers)
                result = layer.Forward(result);
            return result;
        }
    }
}
