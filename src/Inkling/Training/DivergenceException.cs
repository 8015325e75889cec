namespace Inkling.Training;

/// <summary>A loss became infinite or not a number: no further step can make sense of it.</summary>
public sealed class DivergenceException : ArithmeticException
{
    /// <summary>An exception without a place.</summary>
    public DivergenceException()
    {
    }

    /// <summary>An exception with its message.</summary>
    public DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its message and what caused it.</summary>
    public DivergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception for a step.</summary>
    /// <param name="step">The step, counted from 1 over the whole training.</param>
    /// <param name="loss">What the loss was.</param>
    public DivergenceException(int step, double loss)
        : base($"the loss is {loss} at step {step}") => Step = step;

    /// <summary>The step, counted from 1 over the whole training.</summary>
    public int Step { get; }
}
