namespace Inkling.Programs.Tests;

/// <summary>Batch norm normalises a feature over the batch, layer norm an example over its features.</summary>
public class Normalisation
{
    [Fact]
    public void Batch_norm_works_on_columns_and_layer_norm_on_rows()
    {
        Randomness.Seed(16);
        var batch = (Tensor.Randn(64, 10) * 3) + Tensor.Arange(10);
        var batchNorm = new BatchNorm1d(10);
        var layerNorm = new LayerNorm(10);

        var byColumn = batchNorm.Forward(batch);
        byColumn.Mean(0).AllClose(Tensor.Zeros(10), atol: 1e-5f).ShouldBeTrue();
        byColumn.Var(0, unbiased: false).AllClose(Tensor.Ones(10), atol: 1e-4f).ShouldBeTrue();

        var byRow = layerNorm.Forward(batch);
        byRow.Mean(1).AllClose(Tensor.Zeros(64), atol: 1e-5f).ShouldBeTrue();
        byRow.Var(1, unbiased: false).AllClose(Tensor.Ones(64), atol: 1e-4f).ShouldBeTrue();

        // An example's output depends on the rest of the batch in one of them only, and in evaluation mode in none.
        layerNorm.Forward(batch[..8]).AllClose(byRow[..8]).ShouldBeTrue();
        batchNorm.Forward(batch[..8]).AllClose(byColumn[..8]).ShouldBeFalse();
        batchNorm.Eval();
        batchNorm.Forward(batch[..8]).AllClose(batchNorm.Forward(batch)[..8]).ShouldBeTrue();
    }
}
