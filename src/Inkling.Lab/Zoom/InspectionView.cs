using Inkling.Lab.Reading;

namespace Inkling.Lab.Zoom;

/// <summary>A view that is also rendered whenever something else is looked at.</summary>
public abstract class InspectionView : ReadingView
{
    private Inspection? _observed;

    /// <summary>Gets the forward pass and what of it is looked at.</summary>
    protected Inspection Inspection => Reading.Inspection;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (_observed == Inspection)
            return;
        if (_observed is not null)
            _observed.Moved -= StateHasChanged;
        _observed = Inspection;
        _observed.Moved += StateHasChanged;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_observed is not null)
            _observed.Moved -= StateHasChanged;
        _observed = null;
    }
}
