namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>Gets whether any element of [...] differs from 0, as <c>(x &gt; 1).Any()</c> asks.</summary>
    public bool Any() => Span.ContainsAnyExcept(0f);

    /// <summary>Gets whether all elements of [...] differ from 0, as <c>(x == y).All()</c> asks; true where there are none.</summary>
    public bool All() => !Span.Contains(0f);

    /// <summary>Computes whether any element along a dimension differs from 0, [..., n, ...] to [..., ...]: 1 or 0.</summary>
    /// <param name="dim">The dimension; negative ones count from the last.</param>
    /// <param name="keepDim">Whether the result keeps the dimension, with size 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Any(int dim, bool keepDim = false) => Ne(0).Sum(dim, keepDim).Greater(0);

    /// <summary>Computes whether all elements along a dimension differ from 0, [..., n, ...] to [..., ...]: 1 or 0.</summary>
    /// <inheritdoc cref="Any(int, bool)" path="/param|/exception"/>
    public Tensor All(int dim, bool keepDim = false) => Eq(0).Sum(dim, keepDim).Eq(0);

    /// <summary>
    /// Gets whether |a - b| is at most <paramref name="atol"/> + <paramref name="rtol"/> |b| for all elements of a = this and b =
    /// <paramref name="other"/>, [...] both; NaN is close to nothing,
    /// infinity to itself only.
    /// </summary>
    /// <param name="other">The tensor to compare with, of the same shape.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public bool AllClose(Tensor other, float rtol = 1e-5f, float atol = 1e-8f)
    {
        if (Shape != other.Shape)
            throw new ArgumentException($"AllClose: shapes {Shape} and {other.Shape} differ, expected equal ones", nameof(other));
        var a = Span;
        var b = other.Span;
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && !(float.IsFinite(b[i]) && MathF.Abs(a[i] - b[i]) <= atol + (rtol * MathF.Abs(b[i]))))
                return false;
        }

        return true;
    }
}
