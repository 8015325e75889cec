namespace Inkling.Training;

/// <summary>The exception that is thrown when a loss becomes infinite or NaN.</summary>
public sealed class DivergenceException : ArithmeticException
{
    /// <summary>Creates an exception without a message.</summary>
    public DivergenceException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public DivergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a step.</summary>
    /// <param name="step">The step, counted from 1 over the whole training.</param>
    /// <param name="loss">The loss.</param>
    public DivergenceException(int step, double loss)
        : base($"the loss is {loss} at step {step}") => Step = step;

    /// <summary>Gets the step, counted from 1 over the whole training.</summary>
    public int Step { get; }
}
