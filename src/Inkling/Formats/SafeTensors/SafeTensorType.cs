#pragma warning disable CA1707 // The format's own names have underscores.

namespace Inkling.Formats;

/// <summary>The element types of safetensors, by their names in the format.</summary>
public enum SafeTensorType
{
    /// <summary>A Boolean in a byte, 0 or 1.</summary>
    BOOL,

    /// <summary>An unsigned 8-bit integer.</summary>
    U8,

    /// <summary>A signed 8-bit integer.</summary>
    I8,

    /// <summary>An 8-bit float with 5 exponent and 2 mantissa bits.</summary>
    F8_E5M2,

    /// <summary>An 8-bit float with 4 exponent and 3 mantissa bits.</summary>
    F8_E4M3,

    /// <summary>A signed 16-bit integer.</summary>
    I16,

    /// <summary>An unsigned 16-bit integer.</summary>
    U16,

    /// <summary>An IEEE 754 half-precision float.</summary>
    F16,

    /// <summary>The upper half of a single-precision float.</summary>
    BF16,

    /// <summary>A signed 32-bit integer.</summary>
    I32,

    /// <summary>An unsigned 32-bit integer.</summary>
    U32,

    /// <summary>An IEEE 754 single-precision float.</summary>
    F32,

    /// <summary>An IEEE 754 double-precision float.</summary>
    F64,

    /// <summary>A signed 64-bit integer.</summary>
    I64,

    /// <summary>An unsigned 64-bit integer.</summary>
    U64,
}
