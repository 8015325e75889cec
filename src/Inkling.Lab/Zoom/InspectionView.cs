using Inkling.Lab.Reading;

namespace Inkling.Lab.Zoom;

/// <summary>A view of the forward pass, or of what is looked at in it.</summary>
public abstract class InspectionView : ReadingView
{
    /// <summary>Gets the forward pass and what of it is looked at.</summary>
    protected Inspection Inspection => Reading.Inspection;
}
