using Inkling.Data;

namespace Inkling.Tests.Data;

public class IdxLabelsTests
{
    [Theory]
    [InlineData("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    public void Labels_are_found_beside_their_images(string images, string labels)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(labels, []);
        IdxLabels.Beside(folder[images]).ShouldBe(path);
    }

    [Theory]
    [InlineData("pictures.idx")]
    [InlineData("t10k-images-idx3-ubyte")]
    public void Where_there_are_none_the_answer_is_null(string images)
    {
        using var folder = new TemporaryFolder();
        folder.Write(images, []);
        IdxLabels.Beside(folder[images]).ShouldBeNull();
    }
}
