using Inkling.Lab.Zoom;

namespace Inkling.Lab.Tests.Zoom;

public class MapGridTests
{
    [Fact]
    public void Feature_maps_stay_maps_and_vectors_are_laid_out_in_rows()
    {
        MapGrid.Of(new Shape(64, 7, 5)).ShouldBe(new MapGrid(64, 7, 5));
        MapGrid.Of(new Shape(784)).ShouldBe(new MapGrid(1, 28, 28, IsVector: true));
        MapGrid.Of(new Shape(128)).ShouldBe(new MapGrid(1, 4, 32, IsVector: true));
        MapGrid.Of(new Shape(10)).ShouldBe(new MapGrid(1, 1, 10, IsVector: true));
        MapGrid.Of(new Shape(512, 1, 1)).ShouldBe(new MapGrid(1, 16, 32, IsVector: true));
    }

    [Fact]
    public void Places_have_names()
    {
        new MapGrid(3, 4, 5).NameOf(27).ShouldBe("channel 1, row 1, column 2");
        new MapGrid(1, 4, 5).NameOf(7).ShouldBe("row 1, column 2");
        new MapGrid(1, 4, 32, IsVector: true).NameOf(100).ShouldBe("unit 100");
    }
}
