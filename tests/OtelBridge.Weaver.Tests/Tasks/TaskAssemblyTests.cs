using Mono.Cecil;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests.Tasks;

/// <summary>What can be held, without a Windows machine, of the promise that the full-framework MSBuild loads the task too.</summary>
public sealed class TaskAssemblyTests
{
    // Part of MSBuild since version 12: no release that can build SDK-style projects lacks one of them.
    private static readonly string[] MSBuildMembers =
    [
        "Microsoft.Build.Framework.IBuildEngine", "Microsoft.Build.Framework.ITaskItem.get_ItemSpec", "Microsoft.Build.Framework.MessageImportance",
        "Microsoft.Build.Framework.OutputAttribute..ctor", "Microsoft.Build.Framework.RequiredAttribute..ctor",
        "Microsoft.Build.Utilities.Task..ctor", "Microsoft.Build.Utilities.Task.get_Log",
        "Microsoft.Build.Utilities.TaskLoggingHelper.get_HasLoggedErrors",
        "Microsoft.Build.Utilities.TaskLoggingHelper.LogError", "Microsoft.Build.Utilities.TaskLoggingHelper.LogMessage",
        "Microsoft.Build.Utilities.TaskLoggingHelper.LogWarning",
    ];

    // Not by way of the task itself, which needs MSBuild beside it.
    private static string Location { get; } = typeof(AssemblyWeaver).Assembly.Location;

    [Fact]
    public void Task_WhatItReferences_IsNetStandardMSBuildAndCecilAlone()
    {
        using var assembly = Read();

        var references = assembly.MainModule.AssemblyReferences;
        references.Select(reference => reference.Name).Where(name => !name.StartsWith("Mono.Cecil", StringComparison.Ordinal)).ShouldBe(
            ["netstandard", "Microsoft.Build.Framework", "Microsoft.Build.Utilities.Core"], ignoreOrder: true);
        references.Single(reference => reference.Name == "netstandard").Version.ShouldBe(new Version(2, 0, 0, 0));

        // The version that every MSBuild since 15 answers to.
        references.Where(reference => reference.Name.StartsWith("Microsoft.Build.", StringComparison.Ordinal))
            .ShouldAllBe(reference => reference.Version == new Version(15, 1, 0, 0));
    }

    [Fact]
    public void Task_WhatItUsesOfMSBuild_IsInEveryVersion()
    {
        using var assembly = Read();

        var used = assembly.MainModule.GetMemberReferences()
            .Where(member => member.DeclaringType.FullName.StartsWith("Microsoft.Build.", StringComparison.Ordinal))
            .Select(member => $"{member.DeclaringType.FullName}.{member.Name}").Distinct();

        used.ShouldBeSubsetOf(MSBuildMembers);
    }

    [Fact]
    public void Cecil_BesideTheTask_IsForNetStandardToo()
    {
        using var cecil = AssemblyDefinition.ReadAssembly(Path.Combine(Path.GetDirectoryName(Location)!, "Mono.Cecil.dll"));

        cecil.MainModule.AssemblyReferences.Select(reference => reference.Name).ShouldBe(["netstandard"]);
    }

    private static AssemblyDefinition Read() => AssemblyDefinition.ReadAssembly(Location);
}
