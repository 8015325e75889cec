using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Inkling.Models;

namespace Inkling.Tests.Analysis;

internal static class Weights
{
    /// <summary>A hash of the bits of all parameters and buffers.</summary>
    public static string HashOf(TrainedModel model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, value) in model.Module.NamedParameters().Concat(model.Module.NamedBuffers()))
            hash.AppendData(MemoryMarshal.AsBytes(value.Span));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
