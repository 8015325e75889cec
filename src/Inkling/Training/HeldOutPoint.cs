namespace Inkling.Training;

/// <summary>What a network achieves on held-out images after some steps of its training.</summary>
/// <param name="Step">The number of steps.</param>
/// <param name="Loss">The mean loss of the images.</param>
/// <param name="Accuracy">The share of correctly classified images, 0 to 1.</param>
public readonly record struct HeldOutPoint(int Step, double Loss, double Accuracy);
