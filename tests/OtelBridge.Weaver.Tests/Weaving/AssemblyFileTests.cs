using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class AssemblyFileTests
{
    private const string Source = """
        public static class C
        {
            [Trace] public static int Add(int a, int b)
            {
                var sum = a + b;
                return sum;
            }
        }
        """;

    [Fact]
    public void Weave_Twice_LeavesTheFileAlone()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        Compilation.Weave(path).Methods.ShouldBe(1);
        var once = File.ReadAllBytes(path);

        var report = Compilation.Weave(path);

        report.Methods.ShouldBe(0);
        report.Warnings.ShouldBeEmpty();
        File.ReadAllBytes(path).ShouldBe(once);
    }

    [Theory]
    [InlineData("public static class C { public static int Add(int a) => a; }")]
    [InlineData("public static class C { public static object Type => typeof(TraceAttribute); }")]
    public void Weave_NothingToWeave_LeavesTheFileAlone(string source)
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(source), folder);
        var before = File.ReadAllBytes(path);

        Compilation.Weave(path).Methods.ShouldBe(0);

        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public void Weave_SameInput_GivesTheSameOutput()
    {
        var outputs = new List<(byte[] Assembly, byte[] Symbols)>();
        for (var i = 0; i < 2; i++)
        {
            using var folder = new TemporaryFolder();
            var path = Compilation.Emit(Compilation.Of(Source), folder, pdbPath: "/_/Sample.pdb");
            Compilation.Weave(path);
            outputs.Add((File.ReadAllBytes(path), File.ReadAllBytes(Path.ChangeExtension(path, ".pdb"))));
        }

        outputs[1].Assembly.ShouldBe(outputs[0].Assembly);
        outputs[1].Symbols.ShouldBe(outputs[0].Symbols);
    }

    [Theory]
    [InlineData(DebugInformationFormat.PortablePdb)]
    [InlineData(DebugInformationFormat.Embedded)]
    public void Weave_Symbols_KeepTheLinesAndHideWhatNobodyWrote(DebugInformationFormat format)
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source, OptimizationLevel.Debug), folder, format);
        var before = Points(path);
        Compilation.Weave(path).Methods.ShouldBe(1);

        var after = Points(path);

        after.Where(p => !p.IsHidden).Select(p => (p.StartLine, p.StartColumn, p.EndLine, p.EndColumn)).ShouldBe(before.Select(p => (p.StartLine, p.StartColumn, p.EndLine, p.EndColumn)));
        after[0].IsHidden.ShouldBeTrue();
        after[0].Offset.ShouldBe(0);
        after.Select(p => p.Offset).ShouldBeInOrder();
        after.Count(p => p.IsHidden).ShouldBe(3);
    }

    [Fact]
    public void Weave_Symbols_MatchTheAssembly()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        Compilation.Weave(path);

        using var image = new PEReader(File.OpenRead(path));
        image.TryOpenAssociatedPortablePdb(path, File.OpenRead, out var symbols, out _).ShouldBeTrue();

        symbols!.Dispose();
    }

    [Fact]
    public void Weave_WithoutSymbols_Weaves()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        File.Delete(Path.ChangeExtension(path, ".pdb"));

        var report = Compilation.Weave(path);

        report.Methods.ShouldBe(1);
        report.Warnings.ShouldBeEmpty();
        File.Exists(Path.ChangeExtension(path, ".pdb")).ShouldBeFalse();
    }

    [Fact]
    public void Weave_SymbolsOfAnotherKind_WarnsAndWeaves()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        File.WriteAllText(Path.ChangeExtension(path, ".pdb"), "Microsoft C/C++ MSF 7.00\r\n");

        var report = Compilation.Weave(path);

        report.Methods.ShouldBe(1);
        report.Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.SymbolsUnreadable);
    }

    [Fact]
    public void Weave_SignedAssembly_IsSignedAgain()
    {
        using var folder = new TemporaryFolder();
        var key = folder.File("key.snk");
        File.WriteAllBytes(key, NewKey());
        var path = Compilation.Emit(Compilation.Of(Source, keyFile: key), folder);
        var token = AssemblyName.GetAssemblyName(path).GetPublicKeyToken();

        var report = Compilation.Weave(path, key);

        report.Methods.ShouldBe(1);
        report.Warnings.ShouldBeEmpty();
        AssemblyName.GetAssemblyName(path).GetPublicKeyToken().ShouldBe(token);
        new AssemblyLoadContext(null).LoadFromAssemblyPath(path).GetType("C")!.GetMethod("Add")!.Invoke(null, [1, 2]).ShouldBe(3);
        IsSignatureRight(path).ShouldBeTrue();
    }

    [Fact]
    public void Weave_SignedAssemblyWithoutTheKey_Warns()
    {
        using var folder = new TemporaryFolder();
        var key = folder.File("key.snk");
        File.WriteAllBytes(key, NewKey());
        var path = Compilation.Emit(Compilation.Of(Source, keyFile: key), folder);

        Compilation.Weave(path).Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.NoKey);
    }

    [Fact]
    public void Weave_FileIsLocked_SaysSoAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        var before = File.ReadAllBytes(path);
        using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            var report = Compilation.Weave(path);

            report.Methods.ShouldBe(0);
            report.Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.NotWritable);
        }

        File.ReadAllBytes(path).ShouldBe(before);
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void Weave_FileIsReadOnly_SaysSoAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);
        var before = File.ReadAllBytes(path);
        File.SetAttributes(path, FileAttributes.ReadOnly);

        Compilation.Weave(path).Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.NotWritable);

        File.SetAttributes(path, FileAttributes.Normal);
        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public void Weave_NoAssembly_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("Sample.dll");
        File.WriteAllText(path, "no assembly");

        Compilation.Weave(path).Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.NotReadable);
    }

    [Fact]
    public void Weave_WithoutTheSdkAmongTheReferences_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Source), folder);

        var report = AssemblyWeaver.Weave(new WeavingRequest(path, []));

        report.Warnings.ShouldHaveSingleItem().Code.ShouldBe(WarningCode.RuntimeNotFound);
    }

    private static List<SequencePoint> Points(string path)
    {
        using var image = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        image.TryOpenAssociatedPortablePdb(path, p => new MemoryStream(File.ReadAllBytes(p)), out var provider, out _).ShouldBeTrue();
        using (provider)
        {
            var metadata = image.GetMetadataReader();
            var method = metadata.MethodDefinitions.Single(m => metadata.GetString(metadata.GetMethodDefinition(m).Name) == "Add");
            return [.. provider!.GetMetadataReader().GetMethodDebugInformation(method).GetSequencePoints()];
        }
    }

    // The form of an .snk file: the header of a private key, and the key as CryptoAPI writes it.
    private static byte[] NewKey()
    {
        using var rsa = RSA.Create(1024);
        var key = rsa.ExportParameters(includePrivateParameters: true);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write([0x07, 0x02, 0, 0, 0, 0x24, 0, 0]);
        writer.Write("RSA2"u8);
        writer.Write(1024);
        writer.Write([.. Enumerable.Reverse(key.Exponent!), .. new byte[4 - key.Exponent!.Length]]);
        foreach (var part in new[] { key.Modulus, key.P, key.Q, key.DP, key.DQ, key.InverseQ, key.D })
        {
            writer.Write([.. Enumerable.Reverse(part!)]);
        }

        return stream.ToArray();
    }

    // The signature is over the file without its checksum and the signature itself.
    private static bool IsSignatureRight(string path)
    {
        var file = File.ReadAllBytes(path);
        using var image = new PEReader(new MemoryStream(file));
        var directory = image.PEHeaders.CorHeader!.StrongNameSignatureDirectory;
        image.PEHeaders.TryGetDirectoryOffset(directory, out var at).ShouldBeTrue();
        var signature = file[at..(at + directory.Size)];
        var checksum = image.PEHeaders.PEHeaderStartOffset + 64;
        var security = image.PEHeaders.PEHeaderStartOffset + (image.PEHeaders.PEHeader!.Magic == PEMagic.PE32 ? 128 : 144);
        Array.Clear(file, checksum, 4);
        Array.Clear(file, security, 8);

        // Headers without the padding, then each section without the signature.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var headers = image.PEHeaders.PEHeaderStartOffset + image.PEHeaders.CoffHeader.SizeOfOptionalHeader + (40 * image.PEHeaders.SectionHeaders.Length);
        hash.AppendData(file, 0, headers);
        foreach (var section in image.PEHeaders.SectionHeaders)
        {
            var (start, end) = (section.PointerToRawData, section.PointerToRawData + section.SizeOfRawData);
            if (at >= start && at < end)
            {
                hash.AppendData(file, start, at - start);
                hash.AppendData(file, at + directory.Size, end - at - directory.Size);
            }
            else
            {
                hash.AppendData(file, start, end - start);
            }
        }

        var key = AssemblyName.GetAssemblyName(path).GetPublicKey()!;
        using var rsa = RSA.Create(new RSAParameters { Exponent = [.. Enumerable.Reverse(key[28..32]).SkipWhile(b => b == 0)], Modulus = [.. Enumerable.Reverse(key[32..])] });
        return rsa.VerifyHash(hash.GetHashAndReset(), Enumerable.Reverse(signature).ToArray(), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
    }
}
