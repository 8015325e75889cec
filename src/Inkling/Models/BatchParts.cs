using Inkling.Kernels;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Evaluates a large batch in parts of some images, so that the feature maps of a part stay in a core's cache from layer to layer. Where
/// there are parts enough, each thread computes whole ones, and none waits for others between the layers.
/// </summary>
internal static class BatchParts
{
    /// <summary>Computes a module that treats each image by itself, as any network in evaluation does, without recording.</summary>
    /// <param name="module">The module: [N, C, H, W] to [N, outputs].</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="outputs">The numbers that the module gives for an image.</param>
    /// <param name="partSize">Images of a part, at least 1; the last part may be smaller.</param>
    /// <returns>[N, outputs], with the same bits for any number of threads.</returns>
    public static Tensor Forward(Module module, Tensor input, int outputs, int partSize)
    {
        var shape = input.Shape;
        var size = shape[1] * shape[2] * shape[3];
        var result = Tensor.Empty(new Shape(shape[0], outputs));
        var parts = new Tensor[(shape[0] + partSize - 1) / partSize];
        for (var i = 0; i < parts.Length; i++)
        {
            var first = i * partSize;
            parts[i] = new Tensor(input.Node.View(shape.With(0, Math.Min(partSize, shape[0] - first)), first * size));
        }

        if (parts.Length >= Compute.Threads)
        {
            WorkerPool.For(parts.Length, ForwardPart);
        }
        else
        {
            for (var i = 0; i < parts.Length; i++)
                ForwardPart(i);
        }

        foreach (var part in parts)
            part.Release();
        return result;

        void ForwardPart(int i)
        {
            // Whether operations are recorded is a property of each thread.
            using var _ = new NoGrad();
            var output = module.Forward(parts[i]);
            output.Span.CopyTo(result.Span[(i * partSize * outputs)..]);
            output.Release();
        }
    }
}
