using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace OtelBridge.Fuzz.Engine;

/// <summary>Makes a copy of the program in which every branch of our assemblies leaves a mark in <see cref="Coverage"/>, so that inputs that reach new code can be told.</summary>
internal static class Marking
{
    private static readonly string[] Assemblies = ["OtelBridge.Contracts", "OtelBridge.Store", "OtelBridge.Web", "otelbridge", "OtelBridge.Sdk"];

    /// <summary>Copies a folder, with marks; what did not change since the last time stays.</summary>
    /// <returns>How many marks there are; 0 when nothing had changed.</returns>
    public static int Copy(string source, string target)
    {
        var stamp = Path.Combine(target, "marked.stamp");
        var newest = Directory.EnumerateFiles(source, "*.dll").Max(File.GetLastWriteTimeUtc);
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) > newest)
        {
            return 0;
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var marks = 0;
        foreach (var name in Assemblies)
        {
            marks = Mark(Path.Combine(source, name + ".dll"), Path.Combine(target, name + ".dll"), marks);
            File.Delete(Path.Combine(target, name + ".pdb")); // tells of other code
        }

        File.WriteAllText(stamp, "");
        return marks;
    }

    private static int Mark(string source, string target, int marks)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(source)!);
        using var module = ModuleDefinition.ReadModule(source, new ReaderParameters { AssemblyResolver = resolver });
        var passed = module.ImportReference(typeof(Coverage).GetField(nameof(Coverage.Passed)));
        foreach (var method in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody))
        {
            marks = Mark(method.Body, passed, marks);
        }

        module.Write(target);
        return marks < Coverage.Size ? marks : throw new InvalidOperationException($"There are more than {Coverage.Size} marks; make the table larger.");
    }

    private static int Mark(MethodBody body, FieldReference passed, int marks)
    {
        body.SimplifyMacros();
        var starts = Starts(body);
        var il = body.GetILProcessor();
        var moved = new Dictionary<Instruction, Instruction>(); // bounded by the method
        foreach (var start in starts)
        {
            var first = il.Create(OpCodes.Ldsfld, passed);
            il.InsertBefore(start, first);
            il.InsertBefore(start, il.Create(OpCodes.Ldc_I4, marks++));
            il.InsertBefore(start, il.Create(OpCodes.Ldc_I4, 1));
            il.InsertBefore(start, il.Create(OpCodes.Stelem_I1));
            moved[start] = first;
        }

        foreach (var instruction in body.Instructions)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction to => moved.GetValueOrDefault(to, to),
                Instruction[] all => all.Select(to => moved.GetValueOrDefault(to, to)).ToArray(),
                var other => other,
            };
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            handler.TryStart = Moved(handler.TryStart);
            handler.TryEnd = Moved(handler.TryEnd);
            handler.HandlerStart = Moved(handler.HandlerStart);
            handler.HandlerEnd = Moved(handler.HandlerEnd);
            handler.FilterStart = Moved(handler.FilterStart);
        }

        body.OptimizeMacros();
        return marks;

        Instruction? Moved(Instruction? to) => to is null ? null : moved.GetValueOrDefault(to, to);
    }

    private static HashSet<Instruction> Starts(MethodBody body)
    {
        var starts = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction to)
            {
                starts.Add(to);
            }
            else if (instruction.Operand is Instruction[] all)
            {
                starts.UnionWith(all);
            }

            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next)
            {
                starts.Add(next);
            }
        }

        starts.UnionWith(body.ExceptionHandlers.Select(static handler => handler.HandlerStart));
        return starts;
    }
}
