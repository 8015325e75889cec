using System.Numerics.Tensors;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// Muon (Jordan, 2024, "Muon: an optimizer for hidden layers in neural networks"): SGD with Nesterov momentum whose update of a matrix is
/// replaced by the nearest semi-orthogonal matrix, which five Newton-Schulz iterations approximate. Parameters that are no matrices, such
/// as biases and kernels of convolutions, are updated by AdamW with Jordan's settings (betas 0.9 and 0.95, epsilon 1e-10).
/// </summary>
/// <remarks>
/// The update is multiplied by 0.2 sqrt(max(rows, columns)) (Liu et al., 2025, "Muon is scalable for LLM training", equation 4), which
/// gives it the size of AdamW's, so that both share a learning rate: <c>torch.optim.Muon</c> with <c>match_rms_adamw</c>.
/// Embeddings and the last layer are better left to AdamW (Jordan), as the parameters of an optimizer of their own.
/// </remarks>
public sealed class Muon : Optimizer
{
    internal const float DefaultWeightDecay = 0.1f;

    private const int Iterations = 5;
    private const float A = 3.4445f, B = -4.7750f, C = 2.0315f;
    private const float NormEpsilon = 1e-7f;
    private const float RootMeanSquare = 0.2f;
    private const float Beta1 = 0.9f, Beta2 = 0.95f, Epsilon = 1e-10f;

    /// <summary>Creates an optimizer with PyTorch's defaults.</summary>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="momentum">The fraction of the running average of the gradient that a step keeps, in [0, 1); for matrices.</param>
    /// <param name="weightDecay">The fraction of each weight that a step with a learning rate of 1 subtracts, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or none requires gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Muon(
        IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float momentum = 0.95f, float weightDecay = DefaultWeightDecay)
        : this([new ParameterGroup(parameters)], learningRate, momentum, weightDecay)
    {
    }

    /// <summary>Creates an optimizer of parameter groups; what they do not set is taken from the other arguments.</summary>
    /// <inheritdoc cref="Muon(IEnumerable{Tensor}, float, float, float)"/>
    public Muon(
        IEnumerable<ParameterGroup> groups, float learningRate = 1e-3f, float momentum = 0.95f, float weightDecay = DefaultWeightDecay)
        : base(groups, learningRate, weightDecay, momentum)
    {
    }

    /// <inheritdoc/>
    protected override int StateCount => 2;

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate update)
    {
        if (update.Shape.Rank == 2)
            UpdateMatrix(update);
        else
            OptimizerKernel.Run(
                new AdamRule(update, Beta1, Beta2, Epsilon, decoupled: true),
                update.Weights, update.Gradient, update.State(0), update.State(1));
    }

    private static void UpdateMatrix(ParameterUpdate update)
    {
        var average = update.State(0);
        var momentum = update.Momentum;
        TensorPrimitives.Lerp(update.Gradient, average, momentum, average);
        var direction = Tensor.Empty(update.Shape);
        TensorPrimitives.Lerp(update.Gradient, average, momentum, direction.Span);
        var orthogonal = Orthogonalize(direction);
        var scale = RootMeanSquare * MathF.Sqrt(Math.Max(update.Shape[0], update.Shape[1]));
        TensorPrimitives.Multiply(update.Weights, 1 - (update.LearningRate * update.WeightDecay), update.Weights);
        TensorPrimitives.MultiplyAdd(orthogonal.Span, -update.LearningRate * scale, update.Weights, update.Weights);
        orthogonal.Release();
    }

    /// <summary>
    /// Moves all singular values of a matrix X to about 1: X = a X + (b XXᵀ + c (XXᵀ)²) X, repeated. Releases the matrix.
    /// </summary>
    private static Tensor Orthogonalize(Tensor matrix)
    {
        using var _ = new NoGrad();
        var isTall = matrix.Shape[0] > matrix.Shape[1];
        var x = isTall ? Transposed(matrix) : matrix;
        TensorPrimitives.Divide(x.Span, MathF.Sqrt(FixedOrderSum.OfSquares(x.Span)) + NormEpsilon, x.Span);
        for (var i = 0; i < Iterations; i++)
        {
            var transpose = x.Transpose();
            var gram = x.MatMul(transpose);
            var polynomial = gram.MatMul(gram);
            TensorPrimitives.Multiply(polynomial.Span, C, polynomial.Span);
            TensorPrimitives.MultiplyAdd(gram.Span, B, polynomial.Span, polynomial.Span);
            var next = polynomial.MatMul(x);
            TensorPrimitives.MultiplyAdd(x.Span, A, next.Span, next.Span);
            transpose.Release();
            gram.Release();
            polynomial.Release();
            x.Release();
            x = next;
        }

        return isTall ? Transposed(x) : x;
    }

    private static Tensor Transposed(Tensor matrix)
    {
        var result = matrix.Transpose();
        matrix.Release();
        return result;
    }
}
