using System.IO.Compression;
using System.Xml.Linq;
using OtelBridge.Weaver.Tests.Verification;

namespace OtelBridge.Weaver.Tests.Packaging;

/// <summary>The packed package in projects outside of the solution.</summary>
public sealed class PackageTests(OutsideBuild outside) : IClassFixture<OutsideBuild>
{
    [Fact]
    public void Package_InAFreshProject_TracesMethodsOfEveryShape() => outside.Lines("span").ShouldBe(
        [
            """Add UNKNOWN {"a":1,"b":2} -> 3 Ok""",
            """joined TOOL {"parts":["a","b"]} -> "a+b" Ok""",
            """Delegated UNKNOWN {"delay":1} ->  Ok""",
            """WaitAsync UNKNOWN {"delay":1} ->  Ok""",
            """AskAsync UNKNOWN {"question":"why"} -> "why!4" Ok""",
            """StepAsync UNKNOWN {} ->  Ok""",
            """CountAsync UNKNOWN {"text":"four"} -> 4 Ok""",
            """Numbers UNKNOWN {"count":3} -> [0,1,2] Ok""",
            """WordsAsync UNKNOWN {"text":"to be"} -> ["to","be"] Ok""",
            """Echo UNKNOWN {"value":"any"} -> "any" Ok""",
            """TryRead UNKNOWN {"key":2,"total":1} -> {"result":true,"total":3,"text":"read"} Ok""",
            """Score UNKNOWN {"text":"long"} -> 4 Ok""",
            """Thrice UNKNOWN {"n":5} -> 15 Ok""",
            """lambda UNKNOWN {"n":15} -> 30 Ok""",
            """Move UNKNOWN {"by":2} -> 3 Ok""",
            """Greet UNKNOWN {"greeting":"Hello"} -> "Hello, Ada" Ok""",
            """With UNKNOWN {"other":"x"} -> [7,"x"] Ok""",
            """Own UNKNOWN {"x":9} -> 10 Ok""",
            """Fail UNKNOWN {"code":41} ->  Error""",
        ]);

    [Fact]
    public void StackTrace_OfAWovenMethod_NamesTheLineThatThrewAndNoPlumbing()
    {
        var stack = outside.Lines("stack").ShouldHaveSingleItem().Split(" | ");

        stack.Length.ShouldBe(2);
        stack[0].ShouldEndWith($"Shapes.cs:line {LineOf("Library/Shapes.cs", "the line that stack traces name")}");
        stack[1].ShouldContain("Program.cs:line ");
    }

    [Fact]
    public void SignedAssembly_AfterWeaving_IsSignedWithTheSameKey()
    {
        var token = System.Reflection.AssemblyName.GetAssemblyName(outside.Projects.LibraryReferenceAssembly).GetPublicKeyToken()!;

        token.Length.ShouldBe(8);
        outside.Lines("token").ShouldBe([Convert.ToHexString(token)]);
        using var assembly = Mono.Cecil.AssemblyDefinition.ReadAssembly(outside.Projects.LibraryAssembly);
        assembly.MainModule.Attributes.HasFlag(Mono.Cecil.ModuleAttributes.StrongNameSigned).ShouldBeTrue();
    }

    [Fact]
    public void WovenAssemblies_PassVerificationAndTheCompilerOfTheRuntime()
    {
        int.Parse(outside.Lines("prepared").ShouldHaveSingleItem(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(50);
        foreach (var assembly in (string[])[outside.Projects.LibraryAssembly, outside.Projects.ProgramAssembly])
        {
            IlVerifier.Verify(assembly, outside.Projects.LibraryAssembly).Where(complaint => complaint.IsSure).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Build_WithAMethodThatCannotBeTraced_WarnsOnceAtItsPlace()
    {
        var warnings = outside.Build.Where(line => line.Contains("warning ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct();

        warnings.ShouldHaveSingleItem().ShouldContain($"Program.cs({LineOf("App/Program.cs", "cannot be traced")},");
        warnings.Single().ShouldContain("warning OTB1001: ");
    }

    [Fact]
    public async Task Build_OfWhatHasNotChanged_NeitherCompilesNorWeavesAgain()
    {
        string[] files = [outside.Projects.LibraryAssembly, outside.Projects.ProgramAssembly];
        var before = files.Select(File.GetLastWriteTimeUtc).ToList();

        await outside.Projects.BuildAsync("--no-restore");

        files.Select(File.GetLastWriteTimeUtc).ShouldBe(before);
    }

    [Fact]
    public async Task Package_WhatItCarries_IsTheSdkTheTargetsAndTheWeaver()
    {
        using var package = ZipFile.OpenRead(outside.Sdk.Package);

        var files = package.Entries.Select(entry => entry.FullName);
        files.Where(name => name.Contains('/') && !name.StartsWith("package/") && !name.StartsWith('_')).ShouldBe(
            [
                "build/OtelBridge.targets", "buildTransitive/OtelBridge.targets", "lib/net10.0/OtelBridge.Sdk.dll", "lib/net10.0/OtelBridge.Sdk.xml",
                "tasks/netstandard2.0/Mono.Cecil.Mdb.dll", "tasks/netstandard2.0/Mono.Cecil.Pdb.dll", "tasks/netstandard2.0/Mono.Cecil.Rocks.dll",
                "tasks/netstandard2.0/Mono.Cecil.dll", "tasks/netstandard2.0/OtelBridge.Weaver.dll",
            ],
            ignoreOrder: true);
        await using var specification = await package.GetEntry("OtelBridge.nuspec")!.OpenAsync();
        var dependencies = XDocument.Load(specification).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value).ToList();
        dependencies.ShouldContain("OtelBridge.Contracts");
        dependencies.ShouldContain("OpenTelemetry");
        dependencies.ShouldNotContain(id => id.StartsWith("Mono.", StringComparison.Ordinal) || id.Contains("Weaver", StringComparison.Ordinal));
    }

    private int LineOf(string file, string text) =>
        Array.FindIndex(File.ReadAllLines(outside.Projects.Source(file)), line => line.Contains(text, StringComparison.Ordinal)) + 1;
}
