namespace Inkling.Figures;

/// <summary>The colour scheme of a figure where it does not follow the reader's setting.</summary>
public enum ColorScheme
{
    /// <summary>Dark text on a light ground.</summary>
    Light,

    /// <summary>Light text on a dark ground.</summary>
    Dark,
}
