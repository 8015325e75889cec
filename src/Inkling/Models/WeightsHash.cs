using System.Runtime.InteropServices;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A hash of the weights of a network: two networks of the same kind with the same hash have the same bits.</summary>
public static class WeightsHash
{
    /// <summary>
    /// Computes a 64-bit hash of the names and values of all parameters and buffers. It is the same on every machine, and not
    /// cryptographic.
    /// </summary>
    public static ulong Of(Module module)
    {
        var hash = new ContentHash();
        foreach (var (name, tensor) in module.StateDictionary())
        {
            hash.Add(name);
            hash.Add(MemoryMarshal.AsBytes(tensor.Span));
        }

        return hash.Value;
    }
}
