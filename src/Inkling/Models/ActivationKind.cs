using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The activation functions that can be chosen by name (<see cref="KebabCase"/>).</summary>
public enum ActivationKind
{
    /// <summary><see cref="Nn.ReLU"/>.</summary>
    Relu,

    /// <summary><see cref="Nn.LeakyReLU"/> with PyTorch's default slope.</summary>
    LeakyRelu,

    /// <summary><see cref="Nn.Tanh"/>.</summary>
    Tanh,

    /// <summary><see cref="Nn.Sigmoid"/>.</summary>
    Sigmoid,

    /// <summary><see cref="GELU"/>.</summary>
    Gelu,

    /// <summary><see cref="SiLU"/>.</summary>
    Silu,
}
