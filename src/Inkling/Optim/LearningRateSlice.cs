namespace Inkling.Optim;

/// <summary>
/// Discriminative learning rates (Howard and Ruder, ACL 2018, section 3.2), as fastai's <c>slice</c>: one for each parameter group, from
/// that of the first group to that of the last by equal factors.
/// </summary>
/// <param name="First">The learning rate of the first group, above 0.</param>
/// <param name="Last">The learning rate of the last group, above 0.</param>
public readonly record struct LearningRateSlice(float First, float Last)
{
    private readonly bool _isFlat;

    /// <summary>Creates the slice that gives the last group a learning rate and all others a tenth of it.</summary>
    /// <param name="last">The learning rate of the last group, above 0.</param>
    public LearningRateSlice(float last)
        : this(last / 10, last) => _isFlat = true;

    /// <summary>Gets the learning rates of a number of groups; one group has that of the last.</summary>
    /// <param name="groups">The number of groups, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no group, or a learning rate is not above 0.</exception>
    public float[] For(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (!(First > 0 && Last > 0 && float.IsFinite(First) && float.IsFinite(Last)))
            throw new ArgumentOutOfRangeException(nameof(groups), $"learning rates from {First} to {Last} are not numbers above 0");
        var rates = new float[groups];
        for (var i = 0; i < groups - 1; i++)
            rates[i] = _isFlat ? First : (float)(First * Math.Pow((double)Last / First, i / (groups - 1.0)));
        rates[^1] = Last;
        return rates;
    }
}
