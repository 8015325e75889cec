namespace Inkling.Programs.Tests;

/// <summary>A small student learns from the softened probabilities of a teacher (Hinton et al., 2015).</summary>
public class KnowledgeDistillation
{
    private const float Temperature = 2;

    [Fact]
    public void The_student_agrees_with_the_teacher_without_labels()
    {
        Randomness.Seed(20);
        var points = Tensor.Randn(200, 4);
        var teacher = new Sequential(new Linear(4, 32), new Tanh(), new Linear(32, 3)).Freeze().Eval();
        var student = new Sequential(new Linear(4, 16), new ReLU(), new Linear(16, 3));
        var optimizer = new Adam(student.Parameters(), learningRate: 0.01f);
        var soft = (teacher.Forward(points) / Temperature).Softmax();
        soft.RequiresGrad.ShouldBeFalse();
        var before = Agreement();
        for (var step = 0; step < 300; step++)
        {
            var loss = -(soft * (student.Forward(points) / Temperature).LogSoftmax()).Sum(1).Mean() * Temperature * Temperature;
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }

        Agreement().ShouldBeGreaterThan(Math.Max(0.85f, before));

        float Agreement()
        {
            using var _ = new NoGrad();
            return (student.Forward(points).ArgMax(1) == teacher.Forward(points).ArgMax(1)).Mean().Item();
        }
    }
}
