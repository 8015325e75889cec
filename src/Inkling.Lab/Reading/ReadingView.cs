using Microsoft.AspNetCore.Components;

namespace Inkling.Lab.Reading;

/// <summary>A part of the page "Read": it is rendered whenever the image, the model or its weights change.</summary>
public abstract class ReadingView : ComponentBase, IDisposable
{
    private DigitReading? _observed;

    /// <summary>Gets or sets what is read.</summary>
    [Parameter, EditorRequired]
    public DigitReading Reading { get; set; } = null!;

    /// <summary>Ends the observation.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Computes what the view shows, before it is rendered: at first and after each change of the reading.</summary>
    protected virtual void Compute()
    {
    }

    /// <summary>Ends the observation.</summary>
    /// <param name="disposing">True.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_observed is not null)
            _observed.Changed -= Update;
        _observed = null;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_observed == Reading)
            return;
        Dispose(true);
        _observed = Reading;
        _observed.Changed += Update;
        Compute();
    }

    private void Update()
    {
        Compute();
        StateHasChanged();
    }
}
