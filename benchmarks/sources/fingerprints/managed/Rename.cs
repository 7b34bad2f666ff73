// Obfuscates an assembly as usual tools do: every name of its own is replaced, debug names go, and with "texts" every
// text that code loads is kept XOR'd and decoded by a call. Our own, built with Mono.Cecil; nothing is run.
using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

static class Rename {
    static int number;

    static string Next() { return "a" + number++.ToString("x"); }

    static void Main(string[] arguments) {
        var resolver = new DefaultAssemblyResolver();
        for (int i = 3; i < arguments.Length; i++) resolver.AddSearchDirectory(arguments[i]);
        var module = ModuleDefinition.ReadModule(arguments[0], new ReaderParameters { AssemblyResolver = resolver });
        var types = module.GetTypes().Where(t => t.Name != "<Module>").ToList();
        foreach (var type in types) {
            foreach (var method in type.Methods) {
                if (!method.IsVirtual && !method.IsConstructor && !method.IsRuntime) method.Name = Next();
                foreach (var parameter in method.Parameters) parameter.Name = "";
            }
            foreach (var field in type.Fields) if (!field.IsRuntimeSpecialName) field.Name = Next();
            type.Properties.Clear();
            type.Events.Clear();
            type.Name = Next();
            if (!type.IsNested) type.Namespace = "";
        }
        if (arguments[2] == "texts") Hide(module);
        module.Assembly.Name.Name = "lib" + Next();
        module.Name = module.Assembly.Name.Name + ".dll";
        module.Write(arguments[1]);
    }

    static void Hide(ModuleDefinition module) {
        var decoder = new MethodDefinition(Next(), MethodAttributes.Static | MethodAttributes.Assembly, module.TypeSystem.String);
        decoder.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        decoder.Body.GetILProcessor().Append(Instruction.Create(OpCodes.Ldarg_0));
        decoder.Body.GetILProcessor().Append(Instruction.Create(OpCodes.Ret));
        var bodies = module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).Select(m => m.Body).ToList();
        module.Types.First(t => t.Name != "<Module>").Methods.Add(decoder);
        foreach (var body in bodies) {
            var processor = body.GetILProcessor();
            foreach (var instruction in body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr).ToList()) {
                instruction.Operand = new string(((string)instruction.Operand).Select(c => (char)(c ^ 0x2a5)).ToArray());
                processor.InsertAfter(instruction, Instruction.Create(OpCodes.Call, decoder));
            }
        }
    }
}
