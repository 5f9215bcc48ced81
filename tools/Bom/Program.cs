using OtelBridge.Bom;

// bom REPOSITORY VERSION FILE
if (args is not [var repository, var version, var file])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Bom -- REPOSITORY VERSION FILE");
    return 2;
}

var packages = LockFiles.Read(repository);
File.WriteAllBytes(file, BillOfMaterials.Write(version, packages));
Console.WriteLine($"{packages.Count} packages in {file}");
return 0;
