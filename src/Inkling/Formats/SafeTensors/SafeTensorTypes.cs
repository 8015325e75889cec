namespace Inkling.Formats;

/// <summary>Converts element types to sizes and from names.</summary>
internal static class SafeTensorTypes
{
    /// <summary>Gets the number of bytes of an element.</summary>
    public static int Bytes(this SafeTensorType type) => type switch
    {
        SafeTensorType.BOOL or SafeTensorType.U8 or SafeTensorType.I8 or SafeTensorType.F8_E5M2 or SafeTensorType.F8_E4M3 => 1,
        SafeTensorType.I16 or SafeTensorType.U16 or SafeTensorType.F16 or SafeTensorType.BF16 => 2,
        SafeTensorType.I32 or SafeTensorType.U32 or SafeTensorType.F32 => 4,
        SafeTensorType.F64 or SafeTensorType.I64 or SafeTensorType.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type of safetensors"),
    };

    /// <summary>
    /// Parses exactly the names of the format: neither numbers nor another case, which <see cref="Enum.TryParse{T}(string, out T)"/> would
    /// accept.
    /// </summary>
    public static bool TryParse(string name, out SafeTensorType type) =>
        Enum.TryParse(name, out type) && Enum.IsDefined(type) && type.ToString() == name;

    /// <summary>Computes the number of bytes of a tensor; false if it overflows 63 bits.</summary>
    public static bool TryBytes(this SafeTensorType type, IReadOnlyList<int> shape, out long bytes)
    {
        bytes = type.Bytes();
        foreach (var size in shape)
        {
            if (size != 0 && bytes > long.MaxValue / size)
                return false;
            bytes *= size;
        }

        return true;
    }
}
