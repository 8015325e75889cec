using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Normalises over the last dimensions: (x - mean) / sqrt(variance + epsilon) weight + bias, [..., normalizedShape] to the same (Ba
        /// et al., arXiv:1607.06450, equation 3), as <c>torch.nn.functional.layer_norm</c>.
        /// </summary>
        /// <param name="normalizedShape">The sizes of the last dimensions, at least one.</param>
        /// <param name="weight">[normalizedShape], or null for 1.</param>
        /// <param name="bias">[normalizedShape], or null for 0; needs a weight.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public Tensor LayerNorm(
            ReadOnlySpan<int> normalizedShape, Tensor? weight = null, Tensor? bias = null, float epsilon = 1e-5f)
        {
            var shape = new Shape(normalizedShape);
            var fits = shape.Rank > 0 && shape.Length > 0 && Rank >= shape.Rank && (weight is null || weight.Value.Shape == shape)
                && (bias is null || (bias.Value.Shape == shape && weight is not null));
            for (var i = 1; fits && i <= shape.Rank; i++)
                fits = Shape[-i] == shape[-i];
            return fits
                ? LayerNormOperation.Apply(this, weight, bias, new NormalizedRows(shape.Length, 1, 1), epsilon)
                : throw new ArgumentException(
                    $"LayerNorm: input is {Shape}, weight {weight?.Shape.ToString() ?? "none"} "
                    + $"and bias {bias?.Shape.ToString() ?? "none"}, expected the last dimensions {shape} in all");
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = x' w + b, x' = (x - mean) / sigma for each row. With g = dy w: dx = (g - mean(g) - x' mean(g x')) / sigma, dw = sum dy x', db =
    /// sum dy.
    /// </summary>
    internal sealed class LayerNormOperation : Operation<LayerNormOperation>
    {
        private NormalizedRows _rows;

        /// <summary>The mean and 1 / sigma of each row: [2, rows].</summary>
        private Node? _statistics;

        public static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, NormalizedRows rows, float epsilon)
        {
            var statistics = Node.Create(new Shape(2, x.Length / rows.Columns));
            var result = Tensor.Empty(x.Shape);
            rows.Forward(
                x.Span, weight is { } w ? w.Span : default, bias is { } b ? b.Span : default, epsilon, result.Span, statistics.Values);
            var operation = (weight, bias) switch
            {
                (null, _) => Record(result, x),
                ({ } scale, null) => Record(result, x, scale),
                ({ } scale, { } shift) => Record(result, x, scale, shift),
            };
            if (operation is not null)
                (operation._rows, operation._statistics) = (rows, statistics);
            else
                statistics.DropHandle();
            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            var weights = InputCount > 1 ? Node.Create(Input(1).Shape) : null;
            var biases = InputCount > 2 ? Node.Create(Input(2).Shape) : null;
            _rows.Backward(
                Input(0).Values, InputCount > 1 ? Input(1).Values : default, gradient.Values, _statistics!.Values, result.Values,
                weights is null ? default : weights.Values, biases is null ? default : biases.Values);
            AccumulateIfNeeded(0, result);
            AccumulateIfNeeded(1, weights);
            AccumulateIfNeeded(2, biases);
        }

        protected override void ReleaseSaved()
        {
            _statistics?.DropHandle();
            _statistics = null;
        }

        private void AccumulateIfNeeded(int input, Node? gradient)
        {
            if (gradient is null)
                return;
            if (Needs(input))
                AccumulateOwned(input, gradient);
            else
                gradient.DropHandle();
        }
    }
}
