using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Inkling.Formats;

/// <summary>A tensor of a safetensors file: name, element type, shape, and its elements as little-endian bytes.</summary>
public sealed class SafeTensor
{
    /// <summary>Wraps <paramref name="bytes"/>, which are not copied.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="shape">The size of each dimension, 0 or more; none for a scalar.</param>
    /// <param name="bytes">The elements, little-endian, in row-major order.</param>
    /// <exception cref="ArgumentException">A size is negative, or the number of bytes does not fit the type and shape.</exception>
    public SafeTensor(string name, SafeTensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        foreach (var size in shape)
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
        if (!type.TryBytes(shape, out var expected) || expected != bytes.Length)
            throw new ArgumentException(
                $"SafeTensor {name}: {bytes.Length} bytes given for {type} [{string.Join(", ", shape)}]", nameof(bytes));
        (Name, Type, Shape, Bytes) = (name, type, [.. shape], bytes);
    }

    /// <summary>Gets the name of the tensor.</summary>
    public string Name { get; }

    /// <summary>Gets the type of an element.</summary>
    public SafeTensorType Type { get; }

    /// <summary>Gets the size of each dimension; none for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Gets the elements, little-endian, in row-major order.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gets the number of elements.</summary>
    public int Count => Bytes.Length / Type.Bytes();

    /// <summary>Creates a tensor of type F32 with a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the number of values does not fit the shape.</exception>
    public static SafeTensor Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(float))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return new SafeTensor(name, SafeTensorType.F32, shape, bytes);
    }

    /// <summary>Creates a tensor of type I64 with a copy of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">A size is negative, or the number of values does not fit the shape.</exception>
    public static SafeTensor Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<long> values)
    {
        var bytes = new byte[checked(values.Length * sizeof(long))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return new SafeTensor(name, SafeTensorType.I64, shape, bytes);
    }

    /// <summary>Converts the elements to single-precision floats, rounded to nearest.</summary>
    /// <exception cref="NotSupportedException">The elements are 8-bit floats.</exception>
    public float[] ToSingles()
    {
        var values = new float[Count];
        var bytes = Bytes.Span;
        if (Type == SafeTensorType.F32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes[(i * Type.Bytes())..];
            values[i] = Type switch
            {
                SafeTensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(at),
                SafeTensorType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
                SafeTensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(at),
                SafeTensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
                SafeTensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(at),
                SafeTensorType.F8_E4M3 or SafeTensorType.F8_E5M2 =>
                    throw new NotSupportedException($"SafeTensor {Name}: 8-bit floats ({Type}) are not converted"),
                _ => Integer(at),
            };
        }

        return values;
    }

    /// <summary>Converts the elements to 64-bit integers.</summary>
    /// <exception cref="NotSupportedException">The elements are not integers or Booleans.</exception>
    /// <exception cref="OverflowException">An unsigned 64-bit element is too large.</exception>
    public long[] ToInt64s()
    {
        var values = new long[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Integer(Bytes.Span[(i * Type.Bytes())..]);
        return values;
    }

    private long Integer(ReadOnlySpan<byte> at) => Type switch
    {
        SafeTensorType.BOOL or SafeTensorType.U8 => at[0],
        SafeTensorType.I8 => (sbyte)at[0],
        SafeTensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(at),
        SafeTensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
        SafeTensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(at),
        SafeTensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
        SafeTensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(at),
        SafeTensorType.U64 => checked((long)BinaryPrimitives.ReadUInt64LittleEndian(at)),
        _ => throw new NotSupportedException($"SafeTensor {Name}: {Type} elements are not integers"),
    };
}
