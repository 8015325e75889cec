using Microsoft.AspNetCore.Components;

namespace Inkling.Lab.Reading;

/// <summary>A part of the page "Read". Its parent renders it whenever what is read or looked at has changed: all parts in one go.</summary>
public abstract class ReadingView : ComponentBase
{
    private (DigitReading, int)? _computed;

    /// <summary>Gets or sets what is read.</summary>
    [Parameter, EditorRequired]
    public DigitReading Reading { get; set; } = null!;

    /// <summary>Computes what the view shows, before it is rendered: at first and after each change of the reading.</summary>
    protected virtual void Compute()
    {
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_computed == (Reading, Reading.Version))
            return;
        _computed = (Reading, Reading.Version);
        Compute();
    }
}
