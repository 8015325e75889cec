using System.Numerics;
using Inkling.Data;

namespace Inkling.Tests.Data;

public class SplineTests
{
    [Fact]
    public void The_curve_runs_through_its_points()
    {
        Vector2[] points = [new(0, 0), new(10, 30), new(-5, 60), new(20, 100)];
        var line = new PenPoint[64];
        var count = Spline.Through(points, new bool[4], line);
        count.ShouldBe((3 * Spline.Samples) + 1);
        for (var i = 0; i < points.Length; i++)
            new Vector2(line[i * Spline.Samples].X, line[i * Spline.Samples].Y).ShouldBe(points[i]);
        line[..count].Count(point => point.Lifted).ShouldBe(1);
        line[0].Lifted.ShouldBeTrue();
    }

    [Fact]
    public void Between_two_corners_the_line_is_straight()
    {
        var line = new PenPoint[64];
        var count = Spline.Through([new(0, 50), new(0, 0), new(60, 30), new(60, 100)], [false, true, true, false], line);
        for (var i = Spline.Samples; i <= 2 * Spline.Samples; i++)
            line[i].Y.ShouldBe(line[i].X / 2, 1e-4f);
        count.ShouldBe(19);
    }
}
