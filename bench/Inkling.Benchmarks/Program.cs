using Inkling.Benchmarks;

// One figure per line, all measured in this process: ratios hold where the speed of the machine drifts, absolute times do not.
const string Usage = """
    Usage: dotnet run -c Release --project bench/Inkling.Benchmarks -- BENCHMARK [OPTIONS]

      mlp        training and inference of the 784-128-10 network, and the growth of its cost
      kernels    the products alone, against the machine's own limit
      resnet18   training and inference of ResNet-18 on 28x28 images
      conv       its convolutions alone, each layer's three products, against the machine's own limit
      micro      the same products under BenchmarkDotNet (takes minutes; its options may follow)
      --short    small sizes, results compared with plain loops; the figures mean nothing
    """;

switch (args.FirstOrDefault())
{
    case "mlp":
        MlpBenchmark.Run(args.Contains("--short"));
        return 0;
    case "kernels":
        return KernelBenchmark.Run(args.Contains("--short")) ? 0 : 1;
    case "resnet18":
        return ResNetBenchmark.Run(args.Contains("--short")) ? 0 : 1;
    case "conv":
        return ConvolutionBenchmark.Run(args.Contains("--short")) ? 0 : 1;
    case "micro":
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromTypes([typeof(MatMulBenchmarks)]).Run(["--filter", "*", .. args.Skip(1)]);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
