using System.Numerics.Tensors;
using Inkling.Kernels;

namespace Inkling.Nn;

/// <summary>Functions on the parameters of modules, as <c>torch.nn.utils</c>.</summary>
public static class Utils
{
    /// <summary>Added to the norm, as in PyTorch.</summary>
    private const double NormEpsilon = 1e-6;

    /// <summary>
    /// Scales all gradients by a common factor so that their total norm is at most a limit (Pascanu et al., ICML 2013, algorithm 1), as
    /// <c>clip_grad_norm_</c> does.
    /// </summary>
    /// <param name="parameters">The parameters, of any shapes; those without a gradient are skipped.</param>
    /// <param name="maxNorm">The limit of the Euclidean norm of all gradients together, above 0.</param>
    /// <returns>The norm before the gradients were scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
    public static double ClipGradNorm(IEnumerable<Tensor> parameters, float maxNorm)
    {
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), $"ClipGradNorm: a norm of {maxNorm}, expected one above 0");
        var given = parameters as IReadOnlyList<Tensor> ?? [.. parameters];
        var norm = GradNorm(given);
        var scale = (float)(maxNorm / (norm + NormEpsilon));
        if (!(scale < 1))
            return norm;
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].HasGrad)
                TensorPrimitives.Multiply(given[i].Grad.Span, scale, given[i].Grad.Span);
        }

        return norm;
    }

    private static double GradNorm(IReadOnlyList<Tensor> parameters)
    {
        var sum = 0.0;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].HasGrad)
                sum += FixedOrderSum.OfSquares(parameters[i].Grad.Span);
        }

        return Math.Sqrt(sum);
    }
}
