using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace Inkling.Kernels;

#pragma warning disable MA0182 // The analyzer does not see type arguments of function pointers (VectorDispatch).

/// <summary>
/// Four floats in WebAssembly, with the same results as <see cref="Lanes128"/>. The runtime's interpreter computes most members of
/// <see cref="Vector128"/> float by float; each of these is one instruction.
/// </summary>
internal readonly unsafe struct PackedLanes : ILanes<Vector128<float>>
{
    public static int Count => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => PackedSimd.LoadVector128(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, float* target) => PackedSimd.Store(target, vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => PackedSimd.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => PackedSimd.Subtract(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => PackedSimd.Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => PackedSimd.Divide(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SquareRoot(Vector128<float> vector) => PackedSimd.Sqrt(vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => PackedSimd.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        PackedSimd.Add(PackedSimd.Multiply(left, right), addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WherePositive(Vector128<float> condition, Vector128<float> value) =>
        PackedSimd.And(PackedSimd.CompareGreaterThan(condition, Vector128<float>.Zero), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WhereGreaterOrNaN(
        Vector128<float> left, Vector128<float> right, Vector128<float> ifTrue, Vector128<float> ifFalse) =>
        PackedSimd.BitwiseSelect(
            ifTrue, ifFalse, PackedSimd.Or(PackedSimd.CompareGreaterThan(left, right), PackedSimd.CompareNotEqual(left, left)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WhereEqual(Vector128<float> left, Vector128<float> right, Vector128<float> value) =>
        PackedSimd.And(PackedSimd.CompareEqual(left, right), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NonZeroBits(Vector128<float> vector) =>
        (uint)PackedSimd.Bitmask(PackedSimd.CompareNotEqual(vector, Vector128<float>.Zero).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FromBytes(byte* source)
    {
        var bytes = PackedSimd.LoadScalarVector128((uint*)source).AsByte();
        return PackedSimd.ConvertToSingle(PackedSimd.ZeroExtendWideningLower(PackedSimd.ZeroExtendWideningLower(bytes)));
    }
}
