using System.Runtime.Loader;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class UnusualBodyTests
{
    // Branches that were short before, and thousands of returns.
    [Fact]
    public void Weave_VeryLargeMethod_Works()
    {
        var source = new StringBuilder("public static class C { [Trace] public static int Large(int n) { for (var i = 0; i < 2; i++) { switch (n) {");
        for (var i = 0; i < 1_500; i++)
        {
            source.Append($"case {i}: n += {i}; if (n == {i * 3}) {{ return n + i; }} break;\n");
        }

        source.Append("} } return n; } }");
        using var woven = Woven.Of(source.ToString());
        using var spans = new Recorder();

        woven.Call("Large", 700).ShouldBe(2800);

        spans.Single.Outputs().ShouldBe("2800");
    }

    // As other compilers write them.
    [Fact]
    public void Weave_TailCall_IsAPlainCall()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of("public static class C { [Trace] public static int Outer(int n) => Inner(n); public static int Inner(int n) => n + 1; }"), folder);
        Change(path, "Outer", code => code.InsertBefore(code.Body.Instructions.Single(i => i.OpCode == OpCodes.Call), code.Create(OpCodes.Tail)));

        Compilation.Weave(path).Methods.ShouldBe(1);

        Call(path, "Outer", 1).ShouldBe(2);
    }

    // The first instruction is in a handler's region, and is the target of branches.
    [Fact]
    public void Weave_BodyBeginsInATryBlock_KeepsTheInnerHandlerFirst()
    {
        using var woven = Woven.Of(
            """
            public static class C
            {
                [Trace]
                public static int Retries(int[] left)
                {
                again:
                    try
                    {
                        if (left[0]-- > 0) { throw new TimeoutException(); }
                        return left[0];
                    }
                    catch (TimeoutException)
                    {
                        goto again;
                    }
                }
            }
            """);
        using var spans = new Recorder();

        woven.Call("Retries", new[] { 3 }).ShouldBe(-1);

        spans.Single.Events.ShouldBeEmpty();
    }

    private static void Change(string path, string method, Action<ILProcessor> change)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(File.ReadAllBytes(path)));
        change(assembly.MainModule.GetType("C").Methods.Single(m => m.Name == method).Body.GetILProcessor());
        File.Delete(Path.ChangeExtension(path, ".pdb"));
        assembly.Write(path);
    }

    private static object? Call(string path, string method, params object?[] arguments)
    {
        using var spans = new Recorder();
        var result = new AssemblyLoadContext(null).LoadFromAssemblyPath(path).GetType("C")!.GetMethod(method)!.Invoke(null, arguments);
        spans.Single.DisplayName.ShouldBe(method);
        return result;
    }
}
