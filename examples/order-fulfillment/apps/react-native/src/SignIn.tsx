import { useState } from 'react';
import { TextInput, View } from 'react-native';
import { Alert, Button, Heading, styles } from './parts';
import { useShop } from './shop';

export function SignIn() {
  const shop = useShop();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  const signIn = () => shop.auth.logIn({ username, password }).catch(setError);

  return (
    <View role="main" style={styles.page}>
      <Heading>Sign in</Heading>
      <TextInput
        aria-label="Name"
        placeholder="Name"
        autoCapitalize="none"
        autoComplete="username"
        style={styles.input}
        value={username}
        onChangeText={setUsername}
      />
      <TextInput
        aria-label="Password"
        placeholder="Password"
        autoComplete="current-password"
        secureTextEntry
        style={styles.input}
        value={password}
        onChangeText={setPassword}
        onSubmitEditing={signIn}
      />
      <Button title="Sign in" onPress={signIn} />
      <Alert error={error} />
    </View>
  );
}
