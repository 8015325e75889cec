using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Normalises each channel: (x - mean) / sqrt(variance + epsilon) weight + bias (Ioffe and Szegedy, ICML 2015, algorithm 1). In
        /// training mean and variance are those of the batch, and the running statistics are updated; otherwise they are the running ones.
        /// </summary>
        /// <param name="weight">[C].</param>
        /// <param name="bias">[C].</param>
        /// <param name="runningMean">[C], changed in training.</param>
        /// <param name="runningVariance">[C], changed in training, by the unbiased variance as in PyTorch.</param>
        /// <param name="training">Whether the statistics of the batch are used.</param>
        /// <param name="momentum">The weight of the batch in the running statistics, 0 to 1.</param>
        /// <param name="epsilon">Added to the variance for numerical stability.</param>
        /// <returns>A tensor of the same shape: [N, C] or [N, C, H, W].</returns>
        /// <exception cref="ArgumentException">The shapes do not fit, or in training there is only one value per channel.</exception>
        public Tensor BatchNorm(
            Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, bool training, float momentum = 0.1f,
            float epsilon = 1e-5f) =>
            BatchNormOperation.Apply(
                this, weight, bias, runningMean, runningVariance, training, momentum, epsilon, residual: null, relu: false);
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = relu(x scale + shift + residual), scale = weight / sigma, shift = bias - mean scale; ReLU and residual are optional. With dz =
    /// dy where y is positive (everywhere without ReLU), x' = (x - mean) / sigma and R values per channel: dweight = sum dz x', dbias = sum
    /// dz, dresidual = dz, and in training dx = scale (dz - dbias / R - x' dweight / R), else dx = scale dz.
    /// </summary>
    internal sealed class BatchNormOperation : Operation<BatchNormOperation>
    {
        private bool _relu, _training;

        /// <summary>The mean and 1 / sigma that were used: [2, C].</summary>
        private Node? _statistics;

        public static Tensor Apply(
            Tensor x, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, bool training, float momentum, float epsilon,
            Tensor? residual, bool relu)
        {
            var channels = x.Rank is 2 or 4 ? x.Shape[1] : -1;
            var vector = new Shape(Math.Max(0, channels));
            if (channels < 1 || weight.Shape != vector || bias.Shape != vector || runningMean.Shape != vector
                || runningVariance.Shape != vector)
                throw new ArgumentException(
                    $"BatchNorm: input is {x.Shape}, weight {weight.Shape}, bias {bias.Shape}, running mean {runningMean.Shape} and "
                    + $"variance {runningVariance.Shape}, expected [N, C] or [N, C, H, W] and [C]");
            if (residual is { } given && given.Shape != x.Shape)
                throw new ArgumentException($"BatchNorm: input is {x.Shape} and the residual {given.Shape}, expected equal shapes");
            var count = x.Length / channels;
            if (training && count <= 1)
            {
                throw new ArgumentException(
                    $"BatchNorm: input is {x.Shape}: one value per channel has no variance to train with, "
                    + "expected a larger batch or larger feature maps");
            }

            var input = x.Node.ToHwnc();
            var addend = residual?.Node.ToHwnc();
            var statistics = Node.Create(new Shape(2, channels));
            var mean = statistics.Values[..channels];
            var deviation = statistics.Values[channels..];
            if (training)
            {
                BatchNormalization.Statistics(input.Memory, mean, deviation);
                var movingMean = runningMean.Span;
                var movingVariance = runningVariance.Span;
                for (var c = 0; c < channels; c++)
                {
                    movingMean[c] = ((1 - momentum) * movingMean[c]) + (momentum * mean[c]);
                    movingVariance[c] =
                        (float)(((1 - momentum) * movingVariance[c]) + (momentum * deviation[c] * ((double)count / (count - 1))));
                }
            }
            else
            {
                runningMean.Span.CopyTo(mean);
                runningVariance.Span.CopyTo(deviation);
            }

            using var coefficients = Scratch.Of(2 * channels);
            var scale = coefficients.Floats[..channels];
            var shift = coefficients.Floats[channels..];
            Coefficients(weight.Span, bias.Span, mean, deviation, epsilon, scale, shift);
            var result = new Tensor(Node.CreateHwnc(x.Shape));
            BatchNormalization.Apply(input.Memory, scale, shift, addend is null ? default : addend.Memory, result.Node.Memory, relu);
            input.DropReference();
            addend?.DropReference();
            var operation = residual is { } r ? Record(result, x, weight, bias, r) : Record(result, x, weight, bias);
            if (operation is not null)
                (operation._statistics, operation._training, operation._relu) = (statistics, training, relu);
            else
                statistics.DropHandle();
            return result;
        }

        /// <summary>
        /// Computes relu(norm(convolution(x)) + residual) in one pass over the result, with the running statistics and without recording;
        /// shapes as for the convolution.
        /// </summary>
        public static Tensor ApplyToConvolution(
            Tensor x, Tensor kernels, in ConvolutionOptions options, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance,
            float epsilon, Tensor? residual, bool relu)
        {
            var channels = weight.Length;
            using var coefficients = Scratch.Of(2 * channels);
            var scale = coefficients.Floats[..channels];
            var shift = coefficients.Floats[channels..];
            runningMean.Span.CopyTo(shift);
            runningVariance.Span.CopyTo(scale);
            Coefficients(weight.Span, bias.Span, shift, scale, epsilon, scale, shift);
            return Conv2dOperation.WithEpilogue(x, kernels, options, scale, shift, residual, relu);
        }

        /// <summary>
        /// Computes scale and shift from a mean and a variance, and overwrites the variance with 1 / sigma. The results may overlap the
        /// operands.
        /// </summary>
        public static void Coefficients(
            ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> mean, Span<float> variance, float epsilon,
            Span<float> scale, Span<float> shift)
        {
            for (var c = 0; c < scale.Length; c++)
            {
                var inverse = (float)(1 / Math.Sqrt((double)variance[c] + epsilon));
                variance[c] = inverse;
                scale[c] = weight[c] * inverse;
                shift[c] = bias[c] - (mean[c] * scale[c]);
            }
        }

        public override void Backward(Node gradient)
        {
            var channels = Input(1).Shape[0];
            var mean = _statistics!.Values[..channels];
            var deviation = _statistics.Values[channels..];
            var x = Input(0).ToHwnc();
            var y = _relu ? Output.ToHwnc() : null;
            var dy = gradient.ToHwnc();
            var masked = y is null ? default : y.Memory;
            var needsResidual = InputCount == 4 && Needs(3);
            var (sums, products) = (Node.Create(Input(1).Shape), Node.Create(Input(1).Shape));
            BatchNormalization.GradientSums(x.Memory, masked, dy.Memory, mean, needsResidual, sums.Values, products.Values);
            if (needsResidual)
                masked = default;
            if (Needs(0))
            {
                using var coefficients = Scratch.Of(3 * channels);
                var a = coefficients.Floats[..channels];
                var b = coefficients.Floats.Slice(channels, channels);
                var c = coefficients.Floats[(2 * channels)..];
                var w = Input(1).Values;
                var sum = sums.Values;
                var product = products.Values;
                double count = x.Shape.Length / channels;
                for (var i = 0; i < channels; i++)
                {
                    a[i] = w[i] * deviation[i];
                    b[i] = _training ? (float)(-a[i] * (double)deviation[i] * deviation[i] * product[i] / count) : 0;
                    c[i] = _training ? (float)(-a[i] * (double)sum[i] / count) : 0;
                }

                // Without a residual nothing else needs the gradient, and its memory is reused for the result.
                var inPlace = !needsResidual && ReferenceEquals(dy, gradient);
                var result = inPlace ? gradient : Node.CreateHwnc(Input(0).Shape);
                BatchNormalization.GradientApply(x.Memory, masked, dy.Memory, mean, a, b, c, result.Memory);
                if (inPlace)
                    ForwardGradient(0);
                else
                    AccumulateOwned(0, result);
            }

            if (needsResidual)
            {
                if (ReferenceEquals(dy, gradient))
                {
                    ForwardGradient(3);
                }
                else
                {
                    dy.AddReference();
                    AccumulateOwned(3, dy);
                }
            }

            AccumulateParameters(sums, products, deviation);
            dy.DropReference();
            y?.DropReference();
            x.DropReference();
        }

        protected override void ReleaseSaved()
        {
            _statistics?.DropHandle();
            _statistics = null;
        }

        private void AccumulateParameters(Node sums, Node products, ReadOnlySpan<float> deviation)
        {
            if (Needs(1))
            {
                TensorPrimitives.Multiply(products.Values, deviation, products.Values);
                AccumulateOwned(1, products);
            }
            else
            {
                products.DropHandle();
            }

            if (Needs(2))
                AccumulateOwned(2, sums);
            else
                sums.DropHandle();
        }
    }
}
