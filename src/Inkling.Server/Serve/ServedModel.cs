using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Inkling.Models;

namespace Inkling.Server.Serve;

/// <summary>A model in use.</summary>
internal sealed class ServedModel
{
    public ServedModel(TrainedModel model)
    {
        Predictor = new Predictor(model);
        var state = model.Module.StateDictionary();
        Parameters = model.Module.NamedParameters().Sum(entry => (long)entry.Value.Span.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in state)
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Span));
        Id = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    public Predictor Predictor { get; }

    /// <summary>Gets the first 64 bits of the SHA-256 of the weights, as hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Gets the number of trainable parameters.</summary>
    public long Parameters { get; }

    /// <summary>Gets when the server loaded it.</summary>
    public DateTimeOffset Loaded { get; } = DateTimeOffset.UtcNow;
}
