// Which page is shown: nobody is in before he has signed in, and then the route tells.

import { useOutbox, useUser } from 'order-fulfillment-react-native';
import { Text, View } from 'react-native';
import { Order } from './Order';
import { Orders } from './Orders';
import { SignIn } from './SignIn';
import { Alert, Button, styles } from './parts';
import { useRoute } from './platform';
import { useShop } from './shop';

export function App() {
  const shop = useShop();
  const { user, isLoading } = useUser();
  const { waiting, refused } = useOutbox();
  const [id, open] = useRoute();
  if (isLoading) return <Text>Loading…</Text>;
  if (!user) return <SignIn />;
  // Whoever signs out without a network is out all the same.
  const signOut = () => shop.auth.logOut().catch(() => {});
  return (
    <View role="main" style={styles.page}>
      <View style={styles.row}>
        <Text>{user.username}</Text>
        <Button title="Sign out" onPress={signOut} />
        {waiting > 0 && <Text style={styles.note}>Changes that wait for a network: {waiting}</Text>}
      </View>
      <Alert error={refused?.error} />
      {id ? <Order key={id} id={id} close={() => open()} /> : <Orders open={open} />}
    </View>
  );
}
